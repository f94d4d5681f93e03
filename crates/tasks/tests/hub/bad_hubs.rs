//! Hubs that are none, that are of another version, or that answer nonsense.

use crate::people::{Person, Shop, key};
use base::Choice;
use share::{Address, Hub};
use tasks::share::{SetsFrom, ShareError, pull, push, random_id};
use testing::postgres;

fn open(url: &str) -> String {
    Hub::open(&Address::read(url).unwrap()).err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn what_is_no_hub_is_told_with_what_to_do() {
    let Some(server) = postgres::plain() else { return };
    let database = server.database();
    let url = server.url("owner", &database);
    assert!(
        open(&url).contains("there is no hub at postgres://owner@") && open(&url).ends_with("selvedge share init URL"),
        "{}",
        open(&url)
    );
    let sql = |sql: &str| server.psql(&database, sql).unwrap();
    sql("CREATE SCHEMA selvedge");
    assert!(open(&url).contains("only half made (the table hub is missing)"), "{}", open(&url));
    assert!(Hub::init(&Address::read(&url).unwrap(), &random_id()).is_err(), "somebody else's schema is left alone");
    sql("DROP SCHEMA selvedge");
    let shop = Shop { server, database: database.clone() };
    Hub::init(&Address::read(&url).unwrap(), &random_id()).unwrap();
    let mut anna = shop.person("Anna", 2);
    anna.push();
    sql("UPDATE selvedge.hub SET version = 2");
    assert!(open(&url).contains("is of version 2, and this program knows version 1; update Selvedge"), "{}", open(&url));
    sql("UPDATE selvedge.hub SET version = 0");
    assert!(open(&url).contains("let its owner bring it up to date"), "{}", open(&url));
    sql("UPDATE selvedge.hub SET version = 1; ALTER TABLE selvedge.removed RENAME TO gone");
    assert!(open(&url).contains("only half made (the table removed is missing)"), "{}", open(&url));
    sql("ALTER TABLE selvedge.gone RENAME TO removed; DELETE FROM selvedge.hub");
    assert!(open(&url).contains("it says nothing of its version"), "{}", open(&url));
    // Another hub at the same address is another hub.
    sql("DROP SCHEMA selvedge CASCADE");
    Hub::init(&Address::read(&url).unwrap(), &random_id()).unwrap();
    assert_eq!(anna.push().photos, 2);
    // Nobody there, no such database, a wrong password.
    let shut = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert!(open(&format!("postgres://owner@127.0.0.1:{shut}/x")).contains("cannot be reached"), "nobody listens");
    assert!(open(&server.url("owner", "nothing_here")).contains("does not let you in"), "{}", open(&server.url("owner", "nothing_here")));
    let wrong = open(&shop.url_at(server.port).replace("pass@", "s3cret@"));
    assert!(
        wrong.contains("does not let you in (password authentication failed") && wrong.contains("~/.pgpass") && !wrong.contains("s3cret"),
        "{wrong}"
    );
}

fn states(person: &Person) -> (std::collections::BTreeMap<String, String>, Vec<base::LabelSet>, usize) {
    let vectors = person.catalog.embeddings(&key()).map(|found| found.photos.len()).unwrap_or_default();
    (person.state(), person.catalog.label_sets().unwrap(), vectors)
}

#[test]
fn nonsense_changes_nothing_here() {
    let Some(server) = postgres::plain() else { return };
    let bad = [
        r#"UPDATE selvedge.changes SET value = '{"x": 1}' WHERE kind = 'tags'"#,
        r"UPDATE selvedge.changes SET value = '[]' WHERE kind = 'tags'",
        r#"UPDATE selvedge.changes SET value = jsonb_set(value, '{0,source}', '"god"') WHERE kind = 'tags'"#,
        r"UPDATE selvedge.changes SET value = jsonb_set(value, '{0,at}', '-5') WHERE kind = 'tags'",
        r#"UPDATE selvedge.changes SET value = jsonb_set(value, '{0,author}', '"a\nb"') WHERE kind = 'tags'"#,
        r"UPDATE selvedge.changes SET value = value || value WHERE kind = 'tags'",
        r"UPDATE selvedge.changes SET kind = 'mark', key = 'flag' WHERE kind = 'tags'",
        r#"UPDATE selvedge.changes SET kind = 'mark', key = 'flag', value = '{"value": "../x", "source": "person", "at": 1}' WHERE kind = 'tags'"#,
        r#"UPDATE selvedge.changes SET kind = 'sku', key = '', value = '[{"sku": " ", "decision": "accepted", "source": "person", "score": null, "model": null, "at": 1}]'"#,
        r"UPDATE selvedge.sets SET key = 'size'",
        r"UPDATE selvedge.sets SET value = jsonb_set(value, '{templates}', '[]')",
        r#"UPDATE selvedge.sets SET value = jsonb_set(value, '{labels,0,name}', '"Red\u0007"')"#,
        r"ALTER TABLE selvedge.changes DROP COLUMN value",
        r"ALTER TABLE selvedge.changes ALTER COLUMN value TYPE integer USING 7",
        r"UPDATE selvedge.hub SET uid = '../../etc'",
    ];
    for sql in bad {
        let shop = Shop::new(server);
        let (mut anna, mut ben) = (shop.person("Anna", 3), shop.person("Ben", 3));
        anna.make_set("Colour", Choice::Single, &["Red", "Blue"]);
        anna.decide(1, "Colour", "Red");
        anna.push();
        ben.make_set("Motif", Choice::Multi, &["Dots"]);
        ben.decide(2, "Motif", "Dots");
        let (before, hubs) = (states(&ben), shop.sql("SELECT count(*) FROM selvedge.steps"));
        shop.sql(sql);
        for way in [pull, push] {
            let tried = Hub::open(&Address::read(&ben.url).unwrap())
                .map_err(ShareError::from)
                .and_then(|mut hub| way(&mut ben.catalog, &mut hub, SetsFrom::Nobody));
            let Err(why) = tried else { panic!("{sql}: was believed") };
            let why = why.to_string();
            assert!(why.contains("cannot be true") || why.contains("database says"), "{sql}: {why}");
            assert_eq!(states(&ben), before, "{sql}");
            assert_eq!(shop.sql("SELECT count(*) FROM selvedge.steps"), hubs, "{sql}");
        }
    }
}

#[test]
fn vectors_that_are_none_are_refused() {
    let Some(server) = postgres::plain() else { return };
    for sql in [
        "UPDATE selvedge.embeddings SET vector = vector[1:7]",
        "UPDATE selvedge.embeddings SET vector[3] = 'NaN'",
        "UPDATE selvedge.embeddings SET vector[3] = 9",
    ] {
        let shop = Shop::new(server);
        let (mut anna, mut ben) = (shop.person("Anna", 3), shop.person("Ben", 3));
        anna.index(1..=3, true);
        anna.push();
        shop.sql(sql);
        let mut hub = ben.hub();
        let why = pull(&mut ben.catalog, &mut hub, SetsFrom::Nobody).unwrap_err().to_string();
        assert!(why.contains("a vector that is none"), "{sql}: {why}");
        assert!(ben.catalog.models().unwrap().is_empty());
    }
}

#[test]
fn a_hub_that_was_put_back_to_a_backup_is_compared_anew() {
    let Some(server) = postgres::plain() else { return };
    let shop = Shop::new(server);
    let (mut anna, mut ben) = (shop.person("Anna", 3), shop.person("Ben", 3));
    anna.make_set("Colour", Choice::Single, &["Red", "Blue"]);
    anna.decide(1, "Colour", "Red");
    anna.push();
    anna.decide(2, "Colour", "Red");
    anna.push();
    shop.sql("DELETE FROM selvedge.changes WHERE seq = 2; DELETE FROM selvedge.steps WHERE seq = 2");
    assert_eq!(anna.push().brought, 1, "what was lost there is brought again");
    ben.pull();
    assert_eq!(ben.state(), anna.state());
}
