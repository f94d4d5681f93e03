//! Who says what is kept: two people's decisions about one photo, disputes that are settled, and all of it undone.

use super::*;
use base::{Choice, Decision, LabelDraft, LabelId, LabelSet, LabelSetDraft, Provenance, Ruling, Source, Verdict};

struct Reviewed {
    shop: Shop,
    set: LabelSet,
    photo: PhotoId,
}

fn reviewed(choice: Choice) -> Reviewed {
    let mut shop = shop();
    let photo = shop.add(&[("a.jpg", 1)])[0];
    let label = |name: &str| LabelDraft { id: None, name: name.into(), prompts: Vec::new() };
    let draft = LabelSetDraft { choice, labels: ["Red", "Blue"].map(label).into(), ..LabelSetDraft::named("Colour") };
    shop.catalog.step(|step| step.save_set(&draft)).unwrap();
    let set = shop.catalog.label_sets().unwrap().remove(0);
    Reviewed { shop, set, photo }
}

impl Reviewed {
    fn label(&self, name: &str) -> LabelId {
        self.set.labels.iter().find(|l| l.name == name).unwrap().id
    }

    fn decide(&mut self, ruling: Ruling, source: Source, author: Option<&str>, settles: bool) -> Decided {
        let provenance = Provenance { source, score: None, model: None, decided_at_ms: 7, author: author.map(Into::into), settles };
        let verdict = Verdict { photo: self.photo, set: self.set.id, ruling, provenance };
        self.shop.catalog.step(|step| step.decide(&verdict, source)).unwrap().0
    }

    /// "ann: Red; ben: Blue".
    fn told(&self) -> String {
        let name = |id: &LabelId| self.set.label(*id).unwrap().name.clone();
        let opinions = self.shop.catalog.opinions(self.set.id).unwrap();
        let told = |o: &base::Opinion| format!("{}: {}", o.author, o.labels.iter().map(name).collect::<Vec<_>>().join("+"));
        opinions.iter().map(told).collect::<Vec<_>>().join("; ")
    }

    fn stands(&self) -> Vec<(Option<LabelId>, Option<String>)> {
        let tags = self.shop.catalog.tags_of(&[self.photo]).unwrap();
        let standing = tags.iter().filter(|t| t.decision != Decision::Rejected);
        standing.map(|t| (t.label, t.provenance.author.as_deref().map(str::to_owned))).collect()
    }
}

#[test]
fn an_import_that_disagrees_with_a_person_becomes_an_opinion() {
    let mut r = reviewed(Choice::Single);
    r.shop.catalog.set_author("  ann ");
    let (red, blue) = (r.label("Red"), r.label("Blue"));
    r.decide(Ruling::Accept(red), Source::Person, None, false);
    assert!(matches!(r.decide(Ruling::Accept(blue), Source::Import, Some("ben"), false), Decided::Kept(_, true)));
    assert_eq!((r.stands(), r.told().as_str()), (vec![(Some(red), Some("ann".into()))], "ann: Red; ben: Blue"));
    // Ben says otherwise later; one name in another case is the same person.
    r.decide(Ruling::NoneOfThese, Source::Import, Some("BEN"), false);
    assert_eq!(r.told(), "ann: Red; BEN: ");
    // Their own file, older than what they decided since, changes nothing of what they say.
    r.decide(Ruling::Accept(blue), Source::Import, Some("Ann"), false);
    assert_eq!(r.told(), "ann: Red; BEN: ");
    r.shop.catalog.undo(None).unwrap();
    r.shop.catalog.undo(None).unwrap();
    assert_eq!(r.told(), "ann: Red; ben: Blue".replace("; ben: Blue", ""), "the opinion goes with its step");
    r.shop.catalog.redo(None).unwrap();
    assert_eq!(r.told(), "ann: Red; ben: Blue");
}

#[test]
fn a_second_person_takes_the_place_of_a_decision_and_not_of_its_authors_opinion() {
    let mut r = reviewed(Choice::Single);
    let (red, blue) = (r.label("Red"), r.label("Blue"));
    r.shop.catalog.set_author("ann");
    r.decide(Ruling::Accept(red), Source::Person, None, false);
    r.shop.catalog.set_author("ben");
    r.decide(Ruling::Accept(blue), Source::Person, None, false);
    assert_eq!((r.stands(), r.told().as_str()), (vec![(Some(blue), Some("ben".into()))], "ann: Red; ben: Blue"));
    r.shop.catalog.set_author("ann");
    assert_eq!(r.decide(Ruling::Accept(blue), Source::Person, None, false), Decided::Changed, "agreeing is an opinion too");
    assert_eq!(r.told(), "ann: Blue; ben: Blue");
    assert_eq!(r.decide(Ruling::Accept(blue), Source::Person, None, false), Decided::Same);
    r.decide(Ruling::WithdrawAll, Source::Person, None, false);
    assert_eq!((r.stands().len(), r.told().as_str()), (0, "ben: Blue"), "what one takes back is not taken from the other");
}

#[test]
fn settling_a_dispute_keeps_what_both_said() {
    let mut r = reviewed(Choice::Single);
    r.shop.catalog.set_author("ann");
    let (red, blue) = (r.label("Red"), r.label("Blue"));
    r.decide(Ruling::Accept(red), Source::Person, None, false);
    r.decide(Ruling::Accept(blue), Source::Import, Some("ben"), false);
    r.decide(Ruling::Accept(blue), Source::Person, None, true);
    assert_eq!((r.stands(), r.told().as_str()), (vec![(Some(blue), Some("ann".into()))], "ann: Red; ben: Blue"));
    assert_eq!(r.shop.catalog.settled_disputes(r.set.id).unwrap(), [r.photo]);
    r.shop.catalog.undo(None).unwrap();
    assert_eq!((r.stands()[0].0, r.shop.catalog.settled_disputes(r.set.id).unwrap().len()), (Some(red), 0));
    // One's own label can be chosen as well: the decision is then the same, and settles.
    r.decide(Ruling::Accept(red), Source::Person, None, true);
    assert_eq!((r.told().as_str(), r.shop.catalog.settled_disputes(r.set.id).unwrap().len()), ("ann: Red; ben: Blue", 1));
    // Whoever decides anew afterwards has that opinion.
    r.decide(Ruling::Accept(blue), Source::Person, None, false);
    assert_eq!(r.told(), "ann: Blue; ben: Blue");
}

#[test]
fn where_several_labels_fit_an_opinion_is_all_of_them() {
    let mut r = reviewed(Choice::Multi);
    let (red, blue) = (r.label("Red"), r.label("Blue"));
    r.decide(Ruling::Accept(red), Source::Import, Some("ben"), false);
    r.decide(Ruling::Accept(blue), Source::Import, Some("ben"), false);
    r.shop.catalog.set_author("ann");
    r.decide(Ruling::Reject(blue), Source::Person, None, false);
    assert_eq!(r.told(), "ben: Red+Blue", "who only rejects says nothing of what fits");
    r.decide(Ruling::Accept(red), Source::Person, None, false);
    assert_eq!(r.told(), "ann: Red; ben: Red+Blue");
    // A label that goes takes with it what was said of it.
    let mut draft = r.set.draft();
    draft.labels.retain(|l| l.name != "Blue");
    r.shop.catalog.step(|step| step.save_set(&draft)).unwrap();
    assert_eq!(r.told(), "ann: Red; ben: Red");
}

#[test]
fn where_several_labels_fit_a_file_says_what_is_in_it_and_no_more() {
    let mut r = reviewed(Choice::Multi);
    let (red, blue) = (r.label("Red"), r.label("Blue"));
    r.decide(Ruling::Accept(red), Source::Import, Some("ann"), false);
    r.decide(Ruling::Accept(blue), Source::Import, Some("ben"), false);
    assert_eq!(r.told(), "ann: Red; ben: Blue", "ben has not said Red");
    assert_eq!(r.stands().len(), 2, "an import takes no label off");
    r.decide(Ruling::Accept(red), Source::Import, Some("ben"), false);
    assert_eq!(r.told(), "ann: Red; ben: Red+Blue");
    r.decide(Ruling::Accept(blue), Source::Import, Some("ann"), false);
    assert_eq!(r.told(), "ann: Red+Blue; ben: Red+Blue");
    // Settled by a part of what stands: what both said stays.
    r.shop.catalog.set_author("cleo");
    for ruling in [Ruling::Accept(blue), Ruling::Withdraw(red)] {
        assert_eq!(r.decide(ruling, Source::Person, None, true), Decided::Changed);
    }
    assert_eq!((r.told().as_str(), r.stands()), ("ann: Red+Blue; ben: Red+Blue", vec![(Some(blue), Some("cleo".to_owned()))]));
    r.shop.catalog.undo(None).unwrap();
    r.shop.catalog.undo(None).unwrap();
    assert_eq!((r.told().as_str(), r.stands().len()), ("ann: Red+Blue; ben: Red+Blue", 2));
}

#[test]
fn rules_and_files_without_a_name_are_nobodys_opinion_and_older_decisions_are_ones_own() {
    let mut r = reviewed(Choice::Single);
    let (red, blue) = (r.label("Red"), r.label("Blue"));
    r.decide(Ruling::Accept(red), Source::Rule, None, false);
    assert_eq!(r.told(), "");
    r.decide(Ruling::Accept(blue), Source::Import, None, false);
    assert_eq!(r.told(), "");
    r.decide(Ruling::Accept(blue), Source::Person, None, false);
    assert_eq!(r.told(), "", "a connection without a name");
    r.shop.catalog.set_author("ann");
    assert_eq!(r.told(), "ann: Blue");
}
