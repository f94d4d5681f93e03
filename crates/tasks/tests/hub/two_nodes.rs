//! A hub whose tables lie on two servers, distributed by photo over `postgres_fdw`.

use crate::people::{Person, Shop, key, vector};
use base::Choice;
use share::{Address, Hub, Narrow, Vectors};
use tasks::share::{SetsFrom, push, remove};
use testing::postgres;

/// The hub, and the database on the other server.
fn two_nodes() -> Option<(Shop, Shop)> {
    let (here, there) = (Shop::new(postgres::plain()?), Shop::new(postgres::another()?));
    let script = include_str!("two_nodes.sql")
        .replace("{host}", &there.server.folder.display().to_string())
        .replace("{port}", &there.server.port.to_string())
        .replace("{database}", &there.database);
    here.sql(&script);
    Some((here, there))
}

fn rows(shop: &Shop, table: &str) -> u64 {
    shop.sql(&format!("SELECT count(*) FROM selvedge.{table}")).parse().unwrap()
}

fn colours(person: &mut Person) {
    person.make_set("Colour", Choice::Single, &["Red", "Blue", "Green"]);
}

#[test]
fn photos_lie_on_two_servers_and_nobody_notices() {
    let Some((here, there)) = two_nodes() else { return };
    let (mut anna, mut ben) = (here.person("Anna", 0), here.person("Ben", 40));
    anna.index(1..=40, true);
    colours(&mut anna);
    for content in 1..=40 {
        anna.decide(content, "Colour", if content % 3 == 0 { "Red" } else { "Blue" });
    }
    let report = anna.push();
    assert_eq!((report.brought, report.photos, report.vectors_brought), (40, 40, 40), "{report:?}");
    for table in ["photos", "embeddings", "changes"] {
        let (near, far) = (rows(&here, &format!("{table}_here")), rows(&there, table));
        assert!(near > 5 && far > 5 && near + far == 40 && rows(&here, table) == 40, "{table}: {near} and {far}");
    }
    assert_eq!(anna.push().brought, 0);
    let report = ben.pull();
    assert_eq!((report.taken, report.vectors_taken), (40, 40), "{report:?}");
    assert_eq!(anna.state(), ben.state());
    // Conflicts are merged as on one server.
    for content in 1..=10 {
        anna.decide(content, "Colour", "Red");
        ben.decide(content, "Colour", "Green");
    }
    anna.push();
    assert!(!ben.push().conflicts.is_empty());
    anna.pull();
    assert_eq!(anna.state(), ben.state());
    // Searches compare with each photo of both.
    let mut hub = anna.hub();
    assert_eq!(hub.vectors, Vectors::Array);
    let (found, through_index) = hub.search(&key().0, vector(7).as_slice(), 5, &Narrow::default(), false).unwrap().unwrap();
    let score = |n: &u16| vector(7).dot(&vector(*n));
    let mut exact: Vec<u16> = (1..=40).collect();
    exact.sort_by(|a, b| score(b).total_cmp(&score(a)));
    let names: Vec<_> = found.iter().map(|photo| photo.name.clone()).collect();
    let wanted: Vec<_> = exact[..5].iter().map(|n| format!("Anna-{n}.jpg")).collect();
    assert_eq!((names, through_index), (wanted, false));
    // An owner takes photos out of both.
    let photos: Vec<_> = (11..=20).map(|content| anna.photo(content)).collect();
    assert_eq!(remove(&anna.catalog, &mut hub, &photos).unwrap(), 10);
    assert_eq!((rows(&here, "photos"), rows(&here, "removed")), (30, 10));
    assert!(rows(&there, "removed") > 0);
    assert_eq!(ben.pull().removed, 10);
}

#[test]
fn roles_hold_on_the_other_server_too() {
    let Some((here, _there)) = two_nodes() else { return };
    let (mut anna, login) = (here.person("Anna", 40), format!("tom_{}", here.database));
    colours(&mut anna);
    anna.push();
    here.sql(&format!("CREATE ROLE {login} LOGIN; GRANT selvedge_tagger TO {login}"));
    let mut tom = Person::new("Tom", 40, here.server.url(&login, &here.database));
    tom.pull();
    for content in 1..=40 {
        tom.decide(content, "Colour", "Red");
    }
    assert_eq!(tom.push().brought, 40, "in a step of his own");
    for n in 1..=20 {
        let sql = format!(
            "SET SESSION AUTHORIZATION {login}; INSERT INTO selvedge.changes VALUES (decode(lpad('{n}', 64, '0'), 'hex'), 1, 'mark', 'flag', NULL)"
        );
        assert!(here.server.psql(&here.database, &sql).is_none(), "a step is its maker's alone, wherever the photo lies");
    }
    assert!(here.server.psql(&here.database, &format!("SET SESSION AUTHORIZATION {login}; DELETE FROM selvedge.changes")).is_none());
}

#[test]
fn a_server_that_is_away_stops_a_push_as_a_whole() {
    let Some((here, there)) = two_nodes() else { return };
    let mut anna = here.person("Anna", 40);
    colours(&mut anna);
    anna.push();
    for content in 1..=40 {
        anna.decide(content, "Colour", "Blue");
    }
    here.sql("ALTER SERVER other OPTIONS (SET port '1')");
    let mut hub = Hub::open(&Address::read(&anna.url).unwrap()).unwrap();
    let why = push(&mut anna.catalog, &mut hub, SetsFrom::Nobody).unwrap_err().to_string();
    assert!(why.contains("could not connect to server"), "{why}");
    assert_eq!((rows(&here, "changes_here"), rows(&there, "changes"), rows(&here, "steps")), (0, 0, 1));
    here.sql(&format!("ALTER SERVER other OPTIONS (SET port '{}')", there.server.port));
    assert_eq!(anna.push().brought, 40);
    assert_eq!(rows(&here, "changes"), 40);
}

/// The two commits are two: a server that stops between them leaves half of a push. It is found and taken out by hand, and the next push goes on.
#[test]
fn half_of_a_push_that_the_other_server_kept_can_be_taken_out() {
    let Some((here, there)) = two_nodes() else { return };
    let (mut anna, mut ben) = (here.person("Anna", 40), here.person("Ben", 40));
    colours(&mut anna);
    anna.push();
    ben.pull();
    for content in 1..=40 {
        anna.decide(content, "Colour", "Blue");
    }
    anna.push();
    // As if the first server had not kept it.
    here.sql(
        "SET session_replication_role = replica; DELETE FROM selvedge.changes_here WHERE seq = 2; DELETE FROM selvedge.steps WHERE seq = 2",
    );
    assert!(rows(&there, "changes") > 0);
    assert_eq!(here.sql("DELETE FROM selvedge.changes WHERE seq > (SELECT max(seq) FROM selvedge.steps)"), "");
    assert_eq!(rows(&there, "changes"), 0);
    // The hub is behind what Anna remembers of it: she compares all anew, and brings what it lacks.
    assert_eq!(anna.push().brought, 40);
    ben.pull();
    assert_eq!((anna.state(), anna.state().len()), (ben.state(), 40));
}
