//! Who may do what at a hub, and how it is reached.

use crate::people::{Person, Shop, key};
use base::Choice;
use share::{Address, Hub};
use std::os::unix::fs::PermissionsExt;
use tasks::share::{SetsFrom, pull, push, remove};
use testing::postgres;

/// Somebody who logs in under their own name, with a role.
fn member(shop: &Shop, name: &str, role: &str) -> Person {
    let login = format!("{}_{}", name.to_lowercase(), shop.database);
    shop.sql(&format!("CREATE ROLE {login} LOGIN PASSWORD 'pass'; GRANT selvedge_{role} TO {login}"));
    Person::new(name, 3, shop.server.url(&login, &shop.database))
}

fn refused(person: &mut Person) -> String {
    let mut hub = person.hub();
    push(&mut person.catalog, &mut hub, SetsFrom::Nobody).unwrap_err().to_string()
}

#[test]
fn a_viewer_reads_a_tagger_writes_in_their_own_name_and_an_owner_removes() {
    let Some(server) = postgres::plain() else { return };
    let shop = Shop::new(server);
    let (mut vera, mut tom, mut olga) = (member(&shop, "Vera", "viewer"), member(&shop, "Tom", "tagger"), member(&shop, "Olga", "owner"));
    tom.make_set("Colour", Choice::Single, &["Red", "Blue"]);
    tom.decide(1, "Colour", "Red");
    tom.decide(2, "Colour", "Blue");
    tom.index(1..=3, true);
    tom.push();
    // A viewer.
    let pulled = vera.pull();
    assert_eq!((vera.state(), pulled.vectors_taken), (tom.state(), 3));
    vera.decide(3, "Colour", "Red");
    let why = refused(&mut vera);
    assert!(why.contains("your role at the hub may not do that") && why.contains("selvedge_tagger"), "{why}");
    assert_eq!(shop.sql("SELECT count(*) FROM selvedge.steps"), "1");
    // A stranger.
    let mut stranger = Person::new("Sam", 1, tom.url.clone());
    let login = format!("sam_{}", shop.database);
    shop.sql(&format!("CREATE ROLE {login} LOGIN"));
    stranger.url = shop.server.url(&login, &shop.database);
    let why = Hub::open(&Address::read(&stranger.url).unwrap()).err().unwrap().to_string();
    assert!(why.contains("your role at the hub may not do that"), "{why}");
    // A tagger in somebody else's name, over somebody else's words, or taking photos out.
    let tagger = format!("SET SESSION AUTHORIZATION tom_{}; ", shop.database);
    let forged =
        "INSERT INTO selvedge.steps (seq, id, member, author, made_at, changes) VALUES (9, repeat('0', 32), 'olga', 'Olga', now(), 0)";
    let into_others = "INSERT INTO selvedge.changes VALUES (decode(repeat('07', 32), 'hex'), 1, 'mark', 'flag', NULL)";
    for sql in [
        forged,
        "UPDATE selvedge.steps SET author = 'x'",
        "DELETE FROM selvedge.changes",
        "INSERT INTO selvedge.removed VALUES (decode(repeat('07', 32), 'hex'), 1)",
        "DROP TABLE selvedge.sets",
    ] {
        assert!(shop.server.psql(&shop.database, &format!("{tagger}{sql}")).is_none(), "{sql}");
    }
    let olgas = format!("SET SESSION AUTHORIZATION olga_{}; ", shop.database);
    assert!(shop.server.psql(&shop.database, &format!("{olgas}{into_others}")).is_none(), "a step is its maker's alone");
    let why = remove(&tom.catalog, &mut tom.hub(), &[tom.photo(1)]).unwrap_err().to_string();
    assert!(why.contains("may not do that"), "{why}");
    // A leaving person's steps stay theirs.
    shop.sql(&format!("REVOKE selvedge_tagger FROM tom_{}", shop.database));
    assert!(Hub::open(&Address::read(&tom.url).unwrap()).is_err());
    olga.pull();
    assert!(olga.state().values().all(|said| said.contains("Tom")), "{:?}", olga.state());
    // An owner takes a photo out: there, and at their next pull of others what came from there.
    assert_eq!(remove(&olga.catalog, &mut olga.hub(), &[olga.photo(1)]).unwrap(), 1);
    let first = "decode('0100' || repeat('07', 30), 'hex')";
    for (table, column) in [("photos", "hash"), ("changes", "photo"), ("embeddings", "photo")] {
        assert_eq!(shop.sql(&format!("SELECT count(*) FROM selvedge.{table} WHERE {column} = {first}")), "0", "{table}");
    }
    let report = vera.pull();
    assert_eq!((report.removed, vera.labels(1, "Colour").len(), vera.labels(2, "Colour").len()), (1, 0, 1), "{report:?}");
    assert_eq!(
        (vera.catalog.embeddings(&key()).unwrap().photos.len(), vera.catalog.photos().unwrap().len()),
        (2, 3),
        "the photo itself stays"
    );
    // It is not brought again.
    olga.decide(1, "Colour", "Blue");
    olga.index(1..=3, true);
    let report = olga.push();
    assert_eq!(shop.sql(&format!("SELECT count(*) FROM selvedge.changes WHERE photo = {first}")), "0", "{report:?}");
    assert_eq!(shop.sql(&format!("SELECT count(*) FROM selvedge.embeddings WHERE photo = {first}")), "0");
    assert_eq!(vera.pull().removed, 0, "once");
}

#[test]
fn a_server_shows_who_it_is_before_it_hears_a_password() {
    let Some(server) = postgres::plain() else { return };
    let Some(certificates) = server.certificates() else { return };
    let shop = Shop::new(server);
    let folder = tempfile::tempdir().unwrap();
    let trusted = folder.path().join("root.crt");
    fs_err::copy(certificates, &trusted).unwrap();
    let with = |options: &str| {
        let url = shop.url_at(server.port).replace("127.0.0.1", "localhost").replace("?sslmode=disable", options);
        Hub::open(&Address::read(&url).unwrap()).map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(with(&format!("?sslmode=verify-full&sslrootcert={}", trusted.display())), Ok(()));
    assert_eq!((with("?sslmode=require"), with("?sslmode=prefer"), with("")), (Ok(()), Ok(()), Ok(())));
    let why = with("?sslmode=verify-full").unwrap_err();
    assert!(why.contains("cannot be reached") && why.to_lowercase().contains("certificate"), "{why}");
    let by_number =
        shop.url_at(server.port).replace("?sslmode=disable", &format!("?sslmode=verify-full&sslrootcert={}", trusted.display()));
    assert!(Hub::open(&Address::read(&by_number).unwrap()).is_err(), "the certificate names localhost alone");
    fs_err::write(&trusted, "no certificate").unwrap();
    assert!(
        with(&format!("?sslmode=verify-full&sslrootcert={}", trusted.display()))
            .unwrap_err()
            .contains("certificates to trust cannot be read")
    );
    // A password from a file that others cannot read.
    let pass = folder.path().join("pass");
    fs_err::write(&pass, format!("localhost:{}:*:owner:pass\n", server.port)).unwrap();
    let url = format!("postgres://owner@localhost:{}/{}?passfile={}", server.port, shop.database, pass.display());
    let mut modes = [(0o644, false), (0o600, true)].into_iter();
    assert!(modes.all(|(mode, opens)| {
        fs_err::set_permissions(&pass, std::fs::Permissions::from_mode(mode)).unwrap();
        Hub::open(&Address::read(&url).unwrap()).is_ok() == opens
    }));
    let mut anna = Person::new("Anna", 2, url);
    let mut hub = anna.hub();
    assert_eq!(pull(&mut anna.catalog, &mut hub, SetsFrom::Nobody).unwrap().seq, 0);
    let kept = fs_err::read(anna.catalog.path()).unwrap();
    assert!(!kept.windows(5).any(|part| part == b":pass"), "no password is kept");
}
