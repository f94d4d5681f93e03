; Installer for Windows, for Inno Setup 6. UNTESTED: no Windows has run it.
;
;     py packaging\licences.py target\package\windows
;     py packaging\icon\draw.py target\package\windows\selvedge.ico
;     iscc /DVersion=0.1.0 packaging\windows\selvedge.iss
;
; One program is command line and window, so a console stands behind the window when it is started from the menu.
; Catalogues, settings and thumbnails lie in the user's AppData and are left when it is removed.
#ifndef Version
  #error Say which version: iscc /DVersion=…
#endif

[Setup]
AppId={{C7A0A6D5-0D1B-4B0B-9C54-5E1F3A7D2E60}
AppName=Selvedge
AppVersion={#Version}
AppPublisher=The Selvedge developers
DefaultDirName={autopf}\Selvedge
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
SourceDir=..\..
OutputDir=target\package
OutputBaseFilename=selvedge-{#Version}-x86_64-setup
SetupIconFile=target\package\windows\selvedge.ico
UninstallDisplayIcon={app}\selvedge.ico
Compression=lzma2
SolidCompression=yes

[Files]
Source: "target\release\selvedge.exe"; DestDir: "{app}"
Source: "target\package\windows\selvedge.ico"; DestDir: "{app}"
Source: "target\package\windows\third-party.txt"; DestDir: "{app}"
Source: "LICENSE-MIT"; DestDir: "{app}"; DestName: "LICENSE-MIT.txt"
Source: "LICENSE-APACHE"; DestDir: "{app}"; DestName: "LICENSE-APACHE.txt"

[Icons]
Name: "{autoprograms}\Selvedge"; Filename: "{app}\selvedge.exe"; IconFilename: "{app}\selvedge.ico"

[Registry]
Root: HKA; Subkey: "Software\Classes\.selvedge"; ValueType: string; ValueData: "Selvedge.Catalogue"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Selvedge.Catalogue"; ValueType: string; ValueData: "Selvedge catalogue"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Selvedge.Catalogue\DefaultIcon"; ValueType: string; ValueData: "{app}\selvedge.ico"
Root: HKA; Subkey: "Software\Classes\Selvedge.Catalogue\shell\open\command"; ValueType: string; ValueData: """{app}\selvedge.exe"" ""%1"""

[Run]
Filename: "{app}\selvedge.exe"; Description: "Start Selvedge"; Flags: nowait postinstall skipifsilent
