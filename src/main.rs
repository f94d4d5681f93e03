//! The program: the command line, which opens the window where no job is asked for.

mod cli;

/// Encoding allocates and frees megabytes for every batch; this allocator gives them back without page faults.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main(gui::run)
}
