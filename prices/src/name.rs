//! Which spellings of a model's name mean the same model.
//!
//! Agents, clouds and gateways write `claude-sonnet-4-5` as `claude-sonnet-4.5`, `claude-sonnet-4-5-20250929`,
//! `anthropic/claude-sonnet-4.5:free`, `us.anthropic.claude-sonnet-4-5-20250929-v1:0` or
//! `claude-sonnet-4-5@20250929`. What may be left out is listed here; the rest must be equal to a name of the list,
//! whole and in any case. So `gpt-5` is neither `gpt-50` nor `gpt-5-mini`, and a model that an unknown host serves
//! under its own prefix has no price.

/// Who may stand before a model's name and a slash, or be one of several: makers that sell at their list price, and
/// clouds and gateways that sell at the maker's.
const HOSTS: &[&str] = &[
    "alibaba",
    "amazon-bedrock",
    "anthropic",
    "azure",
    "azure-openai",
    "azure_ai",
    "bedrock",
    "converse",
    "dashscope",
    "deepseek",
    "deepseek-ai",
    "gemini",
    "google",
    "google-vertex",
    "google-vertex-anthropic",
    "minimax",
    "mistral",
    "mistralai",
    "models",
    "moonshot",
    "moonshotai",
    "openai",
    "openrouter",
    "qwen",
    "vertex",
    "vertex-ai",
    "vertex_ai",
    "x-ai",
    "xai",
    "z-ai",
    "zai",
    "zai-org",
];

/// Who may stand before a model's name and a dot, as Amazon Bedrock writes it.
const VENDORS: &[&str] = &[
    "anthropic",
    "deepseek",
    "google",
    "minimax",
    "mistral",
    "moonshot",
    "moonshotai",
    "openai",
    "qwen",
    "xai",
    "zai",
];

/// Where Amazon Bedrock runs a model, before the vendor.
const REGIONS: &[&str] = &["apac", "au", "ca", "eu", "global", "jp", "us", "us-gov"];

/// Variants of gateways that are the same model, after a colon.
const VARIANTS: &[&str] = &["beta", "exacto", "floor", "free", "nitro", "thinking"];

/// The spelling under which a name is compared: in lower case, with dashes for dots.
#[must_use]
pub fn canonical(name: &str) -> String {
    name.chars().map(|letter| if letter == '.' { '-' } else { letter.to_ascii_lowercase() }).collect()
}

/// What a name may mean, in the spelling of [`canonical`]: the name itself, then what is left without its hosts, dates
/// and versions; the longest first.
#[must_use]
pub fn meanings(name: &str) -> Vec<String> {
    let name = name.trim().to_ascii_lowercase();
    let (starts, is_bedrock) = starts(&name);
    let ends = ends(&name, is_bedrock);
    let mut meanings: Vec<String> = Vec::with_capacity(starts.len() * ends.len());
    for start in &starts {
        meanings.extend(
            ends.iter().filter_map(|end| name.get(*start..*end)).filter(|part| !part.is_empty()).map(canonical),
        );
    }
    meanings.sort_by_key(|meaning| std::cmp::Reverse(meaning.len()));
    meanings
}

/// Where the name may begin, and whether it is one of Amazon Bedrock.
fn starts(name: &str) -> (Vec<usize>, bool) {
    let mut starts = vec![0];
    let mut at = resource(name);
    if at > 0 {
        starts.push(at);
    }
    while let Some((host, rest)) = name[at..].split_once('/')
        && HOSTS.contains(&host)
        && !rest.is_empty()
    {
        at = name.len() - rest.len();
        starts.push(at);
    }
    let regional = name[at..].split_once('.').filter(|(region, _)| REGIONS.contains(region));
    let rest = regional.map_or(&name[at..], |(_, rest)| rest);
    match rest.split_once('.').filter(|(vendor, model)| VENDORS.contains(vendor) && !model.is_empty()) {
        Some((_, model)) => {
            starts.push(name.len() - model.len());
            (starts, true)
        }
        None => (starts, false),
    }
}

/// Where the model begins in the long names of cloud resources: `projects/../publishers/anthropic/models/..` of Vertex
/// AI, `arn:aws:bedrock:..:inference-profile/..` of Amazon Bedrock.
fn resource(name: &str) -> usize {
    let after = |mark: &str| name.rfind(mark).map(|place| place + mark.len());
    if name.starts_with("projects/") || name.starts_with("publishers/") {
        after("publishers/").unwrap_or(0)
    } else if name.starts_with("arn:") && name.contains(":bedrock:") {
        after("/").unwrap_or(0)
    } else {
        0
    }
}

/// Where the name may end.
fn ends(name: &str, is_bedrock: bool) -> Vec<usize> {
    let mut ends = vec![name.len()];
    let mut rest = name;
    while let Some(shorter) = without_suffix(rest, is_bedrock).filter(|shorter| !shorter.is_empty()) {
        ends.push(shorter.len());
        rest = shorter;
    }
    ends
}

/// The name without its last suffix that does not change the model.
fn without_suffix(name: &str, is_bedrock: bool) -> Option<&str> {
    // `claude-sonnet-4-5[1m]` is the model with a longer window.
    if let Some((model, _)) = name.strip_suffix(']').and_then(|name| name.split_once('[')) {
        return Some(model);
    }
    // `claude-sonnet-4-5@20250929`, `..@default`, `..@latest`
    if let Some((model, _)) = name.rsplit_once('@') {
        return Some(model);
    }
    if let Some((model, _)) = name.rsplit_once(':').filter(|(_, variant)| VARIANTS.contains(variant)) {
        return Some(model);
    }
    if is_bedrock && let Some(model) = without_bedrock_version(name) {
        return Some(model);
    }
    let (model, last) = name.rsplit_once('-')?;
    let is_version =
        last == "latest" || is_date(last) || (last.len() == 3 && last.starts_with("00") && is_digits(last));
    if is_version {
        return Some(model);
    }
    // `gpt-5-2025-08-07`
    let (model, month) = model.rsplit_once('-')?;
    let (model, year) = model.rsplit_once('-')?;
    (year.len() == 4 && month.len() == 2 && last.len() == 2 && is_date(&format!("{year}{month}{last}")))
        .then_some(model)
}

/// `..-v1:0`, `..-v1:0:200k` and `..-v1`.
fn without_bedrock_version(name: &str) -> Option<&str> {
    let (model, version) = name.rsplit_once("-v")?;
    let mut parts = version.split(':');
    let is_version = parts.next().is_some_and(is_digits)
        && parts.next().is_none_or(is_digits)
        && parts.next().is_none_or(|window| window.strip_suffix('k').is_some_and(is_digits))
        && parts.next().is_none();
    is_version.then_some(model)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A day of this century without dashes, such as 20250929.
fn is_date(text: &str) -> bool {
    let part = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    text.len() == 8
        && is_digits(text)
        && text.starts_with("20")
        && (1..=12).contains(&part(4, 6))
        && (1..=31).contains(&part(6, 8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn means(name: &str, model: &str) -> bool {
        meanings(name).contains(&canonical(model))
    }

    #[test]
    fn one_model_has_many_spellings() {
        for name in [
            "claude-sonnet-4-5",
            "Claude-Sonnet-4.5",
            " claude-sonnet-4-5 ",
            "claude-sonnet-4-5-20250929",
            "claude-sonnet-4-5-latest",
            "claude-sonnet-4-5[1m]",
            "claude-sonnet-4-5-20250929[1m]",
            "claude-sonnet-4-5@20250929",
            "claude-sonnet-4-5@default",
            "anthropic/claude-sonnet-4.5",
            "anthropic/claude-sonnet-4.5:free",
            "openrouter/anthropic/claude-sonnet-4.5:thinking",
            "anthropic.claude-sonnet-4-5-20250929-v1:0",
            "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
            "us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0:200k",
            "global.anthropic.claude-sonnet-4-5-v1",
            "bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
            "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
            "vertex_ai/claude-sonnet-4-5@20250929",
            "publishers/anthropic/models/claude-sonnet-4-5",
            "projects/acme/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-5@20250929",
        ] {
            assert!(means(name, "claude-sonnet-4-5"), "{name}: {:?}", meanings(name));
        }
        for (name, model) in [
            ("gpt-5-2025-08-07", "gpt-5"),
            ("openai/gpt-5.1", "gpt-5.1"),
            ("openai.gpt-5", "gpt-5"),
            ("models/gemini-2.5-pro", "gemini-2.5-pro"),
            ("gemini-2.0-flash-001", "gemini-2.0-flash"),
            ("gemini-2.5-flash-lite-latest", "gemini-2.5-flash-lite"),
            ("qwen3-coder-plus-2025-07-22", "qwen3-coder-plus"),
            ("moonshotai/Kimi-K2.5", "kimi-k2.5"),
            ("z-ai/glm-4.6:exacto", "glm-4.6"),
        ] {
            assert!(means(name, model), "{name}: {:?}", meanings(name));
        }
    }

    #[test]
    fn no_name_stands_for_another_model() {
        for (name, other) in [
            ("gpt-50", "gpt-5"),
            ("gpt-5-mini", "gpt-5"),
            ("gpt-5", "gpt-5-mini"),
            ("gpt-5.1", "gpt-5"),
            ("claude-opus-5-5", "claude-opus-5"),
            ("claude-opus-4-20250514", "claude-opus"),
            ("mistral-large-2411", "mistral-large"),
            ("kimi-k2-0905-preview", "kimi-k2-0905"),
            ("gemini-3-pro-preview", "gemini-3-pro"),
            ("deepseek-v4", "deepseek"),
            ("qwen3-coder:30b", "qwen3-coder"),
            ("ollama/qwen3-coder-plus", "qwen3-coder-plus"),
            ("groq/kimi-k2.5", "kimi-k2.5"),
            ("acme.gpt-5", "gpt-5"),
            ("us.gpt-5", "gpt-5"),
            ("arn:aws:bedrock:us-east-1:1:application-inference-profile/x1y2", "x1y2-2"),
            ("gpt-5-2025-13-07", "gpt-5"),
            ("gpt-5-20251350", "gpt-5"),
            ("gpt-5-20991", "gpt-5"),
        ] {
            assert!(!means(name, other), "{name}: {:?}", meanings(name));
        }
    }

    #[test]
    fn the_longest_comes_first() {
        let all = meanings("openrouter/anthropic/claude-opus-4.5-20251101:free");
        assert_eq!(all.first().map(String::as_str), Some("openrouter/anthropic/claude-opus-4-5-20251101:free"));
        assert_eq!(all.last().map(String::as_str), Some("claude-opus-4-5"));
        assert!(all.is_sorted_by_key(|meaning| std::cmp::Reverse(meaning.len())), "{all:?}");
        assert_eq!(meanings("gpt-5"), ["gpt-5"]);
        assert_eq!(meanings(""), Vec::<String>::new());
    }

    proptest! {
        /// Every meaning is a part of the name, so nothing is ever made up.
        #[test]
        fn a_meaning_is_a_part_of_its_name(name in "[a-zA-Z0-9./:@\\[\\]\u{e4}-]{0,40}") {
            let whole = canonical(name.trim());
            for meaning in meanings(&name) {
                prop_assert!(whole.contains(&meaning), "{meaning}");
                prop_assert!(!meaning.is_empty());
            }
        }

        /// What is left out leaves a model of letters, digits and dashes what it is.
        #[test]
        fn a_plain_name_means_itself(name in "[a-z]{1,6}(-[a-z0-9]{1,2}){0,3}", date in "20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9])") {
            prop_assert_eq!(meanings(&name), [name.clone()]);
            let dated = format!("{name}-{date}");
            prop_assert_eq!(meanings(&dated), [dated, name]);
        }
    }
}
