//! What the operator names, at the door to models: found, replaced, given back, by tenant.

use portcullis_gateway::assemble::clients::Users;
use portcullis_testkit::Upstream;

use super::clients::{body, client, echo};
use super::gate::Gate;

const CHAT: &str = "/v1/chat/completions";

/// Identifiers and values of an organisation.
const OWN: &str = "[[privacy.custom]]\nentity = \"EMPLOYEE_ID\"\npattern = '\\bEMP-\\d{6}\\b'\n\
                   [privacy.deny]\nCODENAME = [\"Project Nightfall\"]\n\
                   [privacy.allow]\nEMAIL_ADDRESS = [\"*@ours.example\"]\n";

struct World {
    upstream: Upstream,
    gate: Gate,
    keys: Vec<String>,
}

impl World {
    /// A gate with these settings, for an agent of each of these tenants.
    async fn start(besides: &str, tenants: &[&str]) -> Self {
        let upstream = echo().await;
        let clients: Vec<_> =
            tenants.iter().map(|it| client(it, it, "agent", Users::Key)).collect();
        let (gate, keys) = Gate::start_set(upstream.address(), besides, &clients).await;
        let keys = keys.iter().map(|key| key.expose().to_owned()).collect();
        Self { upstream, gate, keys }
    }

    /// Says something; the status, what the model read, and what the caller read.
    async fn say(&self, client: usize, text: &str) -> (u16, String, String) {
        let key = self.keys.get(client).map(String::as_str);
        let headers: Vec<_> = key.iter().map(|key| ("x-portcullis-key", *key)).collect();
        let response = self.gate.client().post(CHAT, &headers, body(text)).await.unwrap();
        let seen = self.upstream.last().map(|last| last.received.last_text()).unwrap_or_default();
        (response.status, seen, response.text())
    }
}

#[tokio::test]
async fn a_value_of_ones_own_is_concealed_and_given_back() {
    let world = World::start(OWN, &[]).await;
    let text = "EMP-123456 leads project  NIGHTFALL: PROJECT NIGHTFALL, ask info@ours.example";
    let (status, seen, got) = world.say(0, text).await;
    assert_eq!(status, 200);
    assert!(seen.starts_with("[[EMPLOYEE_ID:"), "{seen}");
    assert!(seen.contains(" leads project  NIGHTFALL: [[CODENAME:"), "{seen}");
    assert!(seen.ends_with(", ask info@ours.example"), "{seen}");
    assert!(got.contains(text), "{got}");
    // The next turn holds surrogates, which are not concealed again.
    let (_, again, got) = world.say(0, &seen).await;
    assert_eq!(again, seen);
    assert!(got.contains("info@ours.example"), "{got}");
    let record = world.gate.stop().await;
    assert!(record.text.contains("EMPLOYEE_ID") && !record.text.contains("EMP-123456"));
}

#[tokio::test]
async fn each_action_works_for_each_entity() {
    let entities = [
        ("EMAIL_ADDRESS", "jane.roe@corp.example.com", ".com"),
        ("EMPLOYEE_ID", "EMP-123456", "3456"),
        ("CODENAME", "Project Nightfall", "fall"),
        ("SECRET", "ghp_qZbsrNcTha26hB2XeEH25dbYIkkWcnAsTIIy", "TIIy"),
    ];
    for (entity, value, end) in entities {
        for action in ["surrogate", "redact", "mask", "hash", "block", "allow"] {
            let besides = format!("{OWN}[privacy]\nactions = {{ {entity} = \"{action}\" }}\n");
            let world = World::start(&besides, &[]).await;
            let (status, seen, got) = world.say(0, &format!("about {value} now")).await;
            let what = format!("{entity} {action}: {status} {seen}");
            let kept = seen.contains(value);
            assert_eq!(kept, action == "allow", "{what}");
            match action {
                "block" => assert_eq!((status, seen.as_str()), (400, ""), "{what}"),
                "redact" => assert_eq!(seen, format!("about [{entity}] now"), "{what}"),
                "mask" => assert!(seen.ends_with(&format!("{end} now")), "{what}"),
                "surrogate" if entity == "SECRET" => {}
                "surrogate" | "allow" => assert!(got.contains(value), "{what}\n{got}"),
                _ => assert!(!got.contains(value), "{what}"),
            }
            world.gate.stop().await;
        }
    }
}

#[tokio::test]
async fn each_tenant_has_its_own_settings_and_a_reload_changes_them() {
    let besides = format!(
        "{OWN}[tenants.lab.privacy]\ndefault_action = \"redact\"\nallow = {{ EMPLOYEE_ID = [\"EMP-1*\"] }}\n\
         [[tenants.lab.privacy.custom]]\nentity = \"EMPLOYEE_ID\"\npattern = 'EMP-\\d+'\n\
         [tenants.shop.privacy]\ndisabled = [\"CODENAME\"]\n"
    );
    let world = World::start(&besides, &["default", "lab", "shop"]).await;
    let text = "EMP-223456 and EMP-123456, project nightfall";
    let (_, usual, _) = world.say(0, text).await;
    assert!(usual.starts_with("[[EMPLOYEE_ID:") && usual.contains("[[CODENAME:"), "{usual}");
    let (_, lab, _) = world.say(1, text).await;
    assert_eq!(lab, "[EMPLOYEE_ID] and EMP-123456, [CODENAME]");
    let (_, shop, _) = world.say(2, text).await;
    assert!(shop.starts_with("[[EMPLOYEE_ID:") && shop.ends_with("project nightfall"), "{shop}");
    let address = world.upstream.address();
    world.gate.reset(address, "[tenants.shop.privacy]\ndefault_action = \"mask\"\n").await.unwrap();
    let (_, shop, _) = world.say(2, "EMP-123456 jane.roe@corp.example.com").await;
    assert!(shop.starts_with("EMP-123456 *") && shop.ends_with(".com"), "{shop}");
    let (_, lab, _) = world.say(1, text).await;
    assert_eq!(lab, text);
}
