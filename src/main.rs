//! The program: hands its arguments to [`selvedge::cli`] and ends with the code that it answers.

/// Encoding allocates and frees megabytes for every batch; this allocator gives them back without page faults.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    selvedge::cli::main()
}
