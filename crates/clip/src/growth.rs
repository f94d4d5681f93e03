//! How much a tokenizer's rules may lengthen a text. Each rule of three that makes a thousand letters of one is small; together they take
//! all memory there is, so they are multiplied before one of them runs.

use serde::Deserialize;
use serde_json::Value;

/// Letters that all rules together may make of one. Real ones make three at most.
const MOST: u64 = 64;

/// What of a tokenizer.json changes a text; its vocabulary is not held.
#[derive(Deserialize)]
struct Rules {
    #[serde(default)]
    normalizer: Value,
    #[serde(default)]
    pre_tokenizer: Value,
}

/// Fails where the rules for texts in a tokenizer.json lengthen them too much. What is no JSON is left to who reads it.
pub fn require_little(tokenizer: &[u8]) -> Result<(), String> {
    let Ok(rules) = serde_json::from_slice::<Rules>(tokenizer) else { return Ok(()) };
    let together = growth(&rules.normalizer).saturating_mul(growth(&rules.pre_tokenizer));
    if together > MOST {
        Err("the rules of this tokenizer make a text many times longer; download the model again".to_owned())
    } else {
        Ok(())
    }
}

/// Letters that a rule makes of one.
fn growth(rule: &Value) -> u64 {
    let several = ["normalizers", "pretokenizers"].iter().find_map(|key| rule[key].as_array());
    if let Some(rules) = several {
        return rules.iter().fold(1, |product, rule| product.saturating_mul(growth(rule)));
    }
    let letters = |value: &Value| value.as_str().map_or(0, |text| text.chars().count() as u64);
    match rule["type"].as_str() {
        Some("Replace") => {
            // An expression may match nothing, between all letters.
            let (pattern, more) = rule["pattern"]["String"].as_str().map_or((1, 1), |text| (text.chars().count() as u64, 0));
            letters(&rule["content"]).div_ceil(pattern.max(1)).max(1) + if letters(&rule["content"]) > 1 { more } else { 0 }
        }
        Some("Prepend") => letters(&rule["prepend"]).max(1),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refused(normalizer: Value) -> bool {
        let mut tokenizer = json!({ "pre_tokenizer": null });
        tokenizer["normalizer"] = normalizer;
        require_little(&serde_json::to_vec(&tokenizer).unwrap()).is_err()
    }

    #[test]
    fn rules_are_multiplied() {
        let replace = |pattern: Value, content: String| json!({ "type": "Replace", "pattern": pattern, "content": content });
        let a = |n: usize| replace(json!({ "String": "a" }), "a".repeat(n));
        let all = |rules: Vec<Value>| json!({ "type": "Sequence", "normalizers": rules });
        assert!(!refused(all(vec![a(8), a(8)])));
        assert!(refused(all(vec![a(9), a(8)])));
        assert!(refused(all(vec![all(vec![a(1000)]), json!({ "type": "Lowercase" })])));
        assert!(refused(replace(json!({ "Regex": "x*" }), "long".repeat(16))));
        assert!(!refused(replace(json!({ "Regex": "\\s+" }), " ".to_owned())));
        assert!(!refused(replace(json!({ "String": " " }), "\u{2581}".to_owned())));
        assert!(refused(json!({ "type": "Prepend", "prepend": "y".repeat(65) })));
        assert!(!refused(Value::Null));
        assert!(require_little(b"no json").is_ok());
    }
}
