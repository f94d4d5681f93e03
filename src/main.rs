//! The program: joins the command line to the window and ends with the code that it answers.

/// Encoding allocates and frees megabytes for every batch; this allocator gives them back without page faults.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    selvedge::cli::main(selvedge::gui::run)
}
