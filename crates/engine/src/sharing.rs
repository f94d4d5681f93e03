//! The sharing thread: what is done with hubs. It waits for networks, so nothing else waits for it; the window closes without it.

use crate::mail::EditMessage;
use crate::measuring::Running;
use crate::protocol::{Event, SharingJob, SharingRefusal, SharingRemedy, SharingRequest, SharingView};
use crate::publish::publish_again;
use crate::shared::Shared;
use catalog::Catalog;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use workspace::AppError;
use workspace::share::{self, How, HubError, SetsFrom, ShareError};

pub fn run(shared: &Arc<Shared>) {
    while let Some(mail) = shared.hubs.take() {
        let Some((request, asked)) = mail.0 else { continue };
        let running = shared.sharing.begin(request);
        let mut view = SharingView { request, job: asked.job, addresses: Vec::new(), status: None, report: None, refused: None };
        let done = catch_unwind(AssertUnwindSafe(|| carry_out(shared, &asked, &running, &mut view)));
        shared.sharing.end();
        if matches!(asked.job, SharingJob::Pull(_) | SharingJob::Push(_)) {
            // Also where it failed: what came before that is saved.
            shared.edit(EditMessage::Reload);
        }
        view.refused = match done {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(refusal(&error)),
            Err(_) => Some(SharingRefusal {
                text: "sharing ended through a fault in the program; what was saved is kept".to_owned(),
                remedy: None,
            }),
        };
        shared.post(Event::Shared(Arc::new(view)));
    }
}

/// What is known stands in the view also where something goes wrong later.
fn carry_out(shared: &Shared, asked: &SharingRequest, running: &Running, view: &mut SharingView) -> Result<(), AppError> {
    let file = shared.opened.get().map(|opened| opened.snapshot.catalog.clone()).ok_or(AppError::NoCatalog)?;
    let mut catalog = Catalog::open(&file)?;
    catalog.set_author(&shared.author());
    view.addresses = addresses(&catalog)?;
    let how = |sets: SetsFrom| How { sets, progress: running.progress.clone(), cancel: running.cancel.clone() };
    let address = asked.address.trim();
    match asked.job {
        SharingJob::Addresses => return Ok(()),
        SharingJob::Look => {}
        SharingJob::Make => drop(share::init(address)?),
        SharingJob::Pull(sets) => view.report = Some(share::pull(&mut catalog, address, how(sets))?.1),
        SharingJob::Push(sets) => view.report = Some(share::push(&mut catalog, address, how(sets))?.1),
    }
    if let Some(report) = &view.report {
        if report.vectors_taken > 0 || report.removed > 0 {
            publish_again(shared, &catalog)?;
        }
        view.addresses = addresses(&catalog)?;
    }
    view.status = Some(share::status(&catalog, address)?);
    Ok(())
}

fn addresses(catalog: &Catalog) -> Result<Vec<String>, AppError> {
    Ok(catalog.hubs()?.into_iter().map(|hub| hub.address).collect())
}

fn refusal(error: &AppError) -> SharingRefusal {
    let (text, remedy) = match error {
        AppError::Share(ShareError::Hub(HubError::NoHub(hub))) => {
            (format!("There is no hub at {hub} yet. Whoever makes it needs the right to create tables there."), Some(SharingRemedy::Make))
        }
        AppError::Share(ShareError::Sets(sets)) => {
            let text = format!(
                "Nothing was brought and nothing taken in, as a label set means something else at the hub than here: {}",
                sets.join("; ")
            );
            (text, Some(SharingRemedy::ChooseWords))
        }
        other => (other.notice(), None),
    };
    SharingRefusal { text, remedy }
}
