//! Two people and a hub, from a shell. What merging means is tested beside `tasks`; here are the words, the JSON and the exit codes.

use crate::command_line::{Desk, stderr};
use crate::trust::{import, path, sample};
use serde_json::{Value, json};
use testing::postgres;

fn named(desk: &Desk, author: &str) -> Person {
    Person { author: author.to_owned(), catalog: path(desk, "shop.selvedge") }
}

/// Whose commands they are.
struct Person {
    author: String,
    catalog: String,
}

impl Person {
    fn run(&self, desk: &Desk, arguments: &[&str]) -> (i32, Value, String) {
        let all = [arguments, &["--json", "--catalog", &self.catalog]].concat();
        let output = desk.command(&all).env("USER", &self.author).output().unwrap();
        let said = stderr(&output);
        assert!(!said.contains("panicked"), "{said}");
        (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap_or(Value::Null), said)
    }
}

#[test]
fn two_shells_share_a_catalogue() {
    let Some(server) = postgres::plain() else { return };
    let database = server.database();
    let url = server.url("owner", &database);
    let ((ann, rows), (ben, _)) = (sample(), sample());
    let (anns, bens) = (named(&ann, "Ann"), named(&ben, "Ben"));
    let (code, _, said) = anns.run(&ann, &["share", "push", &url]);
    assert_eq!(code, 2);
    assert!(said.contains("there is no hub") && said.contains("share init"), "{said}");
    let (code, made, said) = anns.run(&ann, &["share", "init", &url]);
    assert_eq!((code, &made["new"], &made["vectors"]), (0, &json!(true), &json!("array")), "{made}");
    assert!(said.contains("no pgvector") && said.contains("GRANT selvedge_tagger"), "{said}");
    import(&ann, &rows[..4]);
    let (code, pushed, said) = anns.run(&ann, &["share", "push", &url]);
    assert_eq!(
        (code, &pushed["brought"], &pushed["sets_brought"], &pushed["conflicts"]),
        (0, &json!(4), &json!(1), &json!([])),
        "{pushed} {said}"
    );
    let photos = pushed["photos"].as_u64().unwrap();
    assert_eq!(pushed["vectors_brought"], json!(photos), "{pushed}");
    // Ben says otherwise of one, and nothing of the others.
    let mut other = rows[0].clone();
    other.1 = if other.1 == "Jeans" { "Shirts".to_owned() } else { "Jeans".to_owned() };
    import(&ben, &[other.clone()]);
    let (code, status, _) = bens.run(&ben, &["share", "status", &url]);
    assert_eq!((code, &status["seq"], &status["taken"], &status["waiting"]), (0, &json!(1), &Value::Null, &json!(1)), "{status}");
    let (code, pulled, said) = bens.run(&ben, &["share", "pull", &url]);
    assert_eq!((code, &pulled["taken"], &pulled["vectors_taken"]), (0, &json!(4), &json!(0)), "{pulled}");
    let conflict = &pulled["conflicts"][0];
    assert!(conflict["path"].as_str().unwrap().ends_with(&other.0), "{pulled}");
    assert!(conflict["here"].as_str().unwrap().starts_with(&other.1) && conflict["stands"] == conflict["hub"], "{pulled}");
    assert!(said.contains("selvedge agreement"), "{said}");
    assert_eq!(bens.run(&ben, &["share", "pull", &url]).1["taken"], 0);
    let output = ben.run(&["share", "status", &url, "--catalog", &bens.catalog]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("starter") && told.contains("to be pushed"), "{told}");
    // The words of a search are embedded here and compared there.
    let (code, found, _) = bens.run(&ben, &["share", "search", &url, "red", "dress", "--top", "3"]);
    let (_, local, _) = bens.run(&ben, &["search", "red dress", "--top", "3", "--text", "off"]);
    let paths = |answer: &Value| answer["results"].as_array().unwrap().iter().map(|hit| hit["path"].clone()).collect::<Vec<_>>();
    assert_eq!((code, &found["exact"], paths(&found)), (0, &json!(true), paths(&local)), "{found}");
    // With the filters of a search here, as far as the hub knows what they ask.
    let asked = format!("dress tag:\"{}\" -is:untagged", rows[1].1);
    let (code, found, _) = bens.run(&ben, &["share", "search", &url, &asked]);
    let (_, local, _) = bens.run(&ben, &["search", &asked, "--text", "off"]);
    assert!(code == 0 && !paths(&found).is_empty() && paths(&found) == paths(&local), "{found} {local}");
    assert_eq!(bens.run(&ben, &["share", "search", &url, "red is:pick"]).0, 1);
    let (code, _, said) = bens.run(&ben, &["share", "search", &url, "red folder:shoes -iso:>800 is:pick"]);
    assert!(
        code == 2 && said.contains("does not hold what folder:shoes and -iso:>800 ask about") && said.contains("is:unflagged"),
        "{said}"
    );
    let (code, removed, _) = anns.run(&ann, &["share", "remove", &url, &some_photo(&anns, &ann)]);
    assert_eq!((code, &removed["removed"]), (0, &json!(1)), "{removed}");
    assert_eq!(bens.run(&ben, &["share", "pull", &url]).1["removed"], 1);
    // A password in an address is never shown.
    let secret = url.replace("owner@", "owner:s3cret@").replace(&database, "elsewhere");
    let (code, _, said) = anns.run(&ann, &["share", "status", &secret]);
    assert!(code == 2 && said.contains("elsewhere") && !said.contains("s3cret"), "{said}");
}

/// Some photo of the catalogue.
fn some_photo(person: &Person, desk: &Desk) -> String {
    let (_, found, _) = person.run(desk, &["search", "shoe", "--top", "1"]);
    found["results"][0]["path"].as_str().unwrap().to_owned()
}
