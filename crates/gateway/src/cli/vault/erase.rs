//! `vault erase`: a value, surrogates, or all that somebody has.

use std::io::{self, BufRead as _, IsTerminal as _};

use portcullis_engine::{Clock as _, SystemClock};
use portcullis_model::Entity;
use serde_json::{Value, json};

use crate::assemble::vault::{Desk, Done, Holder, Subject, Whose};
use crate::cli::arguments::Erase;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::gate;
use crate::cli::output::{Output, plain};
use crate::cli::secret;
use crate::cli::setting::Setting;

/// LIMIT: how many principals the question names.
const NAMED_MAX: usize = 5;

/// Runs it.
pub(super) fn run(
    wish: &Erase,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let whose = whose(wish)?;
    let settings = setting.settings_aloud(&[], output)?;
    let desk = Desk::open(&setting.home, &settings, gate::master(setting)?)?;
    let subject = subject(wish)?;
    if let Some(reason) = &wish.reason {
        desk.check_reason(reason)?;
        if subject.as_ref().is_some_and(|subject| reason.contains(subject.value.expose())) {
            return Err(Failure::usage("the reason repeats the value, and stays in the log"));
        }
    }
    let holders = desk.holders(&whose)?;
    // By name everybody is there who may be meant; by `--all` they need no names.
    if holders.unnamed > 0 && !wish.all && wish.surrogates.is_empty() && whose.principal.is_none() {
        output.warn(format_args!(
            "the names of {} more are not known here, as they were not active since names are \
             kept: what they have stays. Name each with `--principal`",
            holders.unnamed
        ));
    }
    let everything = subject.is_none() && wish.surrogates.is_empty();
    if everything && !wish.all && holders.known.is_empty() {
        return report(&[], &Done::default(), output);
    }
    if everything && !wish.yes && !agreed(&holders.known, wish, output)? {
        output.note("nothing was erased");
        return Ok(Exit::Negative);
    }
    let (known, reason) = (holders.known.as_slice(), wish.reason.as_deref());
    let now = SystemClock::start().now();
    let runtime = gate::runtime()?;
    let done = runtime.block_on(async {
        match (&subject, wish.surrogates.as_slice()) {
            (Some(subject), _) => desk.erase_value(known, subject, reason, now).await,
            (None, []) if wish.all => desk.erase_all(reason).await,
            (None, []) => desk.erase_scopes(known, reason, now).await,
            (None, some) => desk.erase_surrogates(known, some, reason, now).await,
        }
    })?;
    report(known, &done, output)
}

/// Whose values are meant; without a value or a surrogate that must be said.
fn whose(wish: &Erase) -> Result<Whose, Failure> {
    let mut whose = Whose {
        tenant: wish.tenant.clone(),
        user: wish.user.clone(),
        principal: wish.principal.clone(),
    };
    if !wish.surrogates.is_empty() && whose.is_everybody() {
        // As `reveal` acts: the same text may be another's surrogate of another value.
        whose.principal = Some("local".to_owned());
    }
    let is_said = wish.value_stdin || wish.all || !whose.is_everybody();
    if is_said {
        Ok(whose)
    } else {
        Err(Failure::usage("it is not said what to erase")
            .hint("`--value-stdin`, a surrogate, `--user NAME`, `--tenant NAME` or `--all`"))
    }
}

fn subject(wish: &Erase) -> Result<Option<Subject>, Failure> {
    if !wish.value_stdin {
        return Ok(None);
    }
    let value = secret::value()?;
    if value.expose().trim().is_empty() {
        return Err(Failure::usage("there is no value on standard input"));
    }
    let entity = wish.entity.clone().map(Entity::named);
    Ok(Some(Subject { value, entity }))
}

/// Asks before everything of somebody goes.
fn agreed(known: &[Holder], wish: &Erase, output: &mut Output) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::usage("all that these have would be erased, for good")
            .hint("`--yes` does it; `portcullis vault stats --scopes` says how much it is"));
    }
    let names = known.iter().take(NAMED_MAX);
    let names = names.map(|it| plain(&format!("{} of {}", it.scope.principal, it.scope.tenant)));
    let mut names: Vec<String> = names.collect();
    if known.len() > NAMED_MAX {
        names.push(format!("{} more", known.len() - NAMED_MAX));
    }
    let who = if wish.all { "everybody".to_owned() } else { names.join(", ") };
    output.note(format_args!("Erase all that is kept for {who}? It cannot be undone. [y/N]"));
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    read.map_err(|error| Failure::io("standard input", &error))?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

fn report(known: &[Holder], done: &Done, output: &mut Output) -> Result<Exit, Failure> {
    let touched = known.iter().zip(&done.each).filter(|(_, count)| **count > 0);
    if output.json {
        let row = |(holder, count): (&Holder, &usize)| {
            json!({
                "tenant": holder.scope.tenant,
                "principal": holder.scope.principal,
                "erased": count,
            })
        };
        output.value(&json!({
            "erased": done.total,
            "entities": done.entities,
            "scopes": touched.map(row).collect::<Vec<Value>>(),
        }))?;
    } else if done.total == 0 {
        output.note("nothing was there");
    } else {
        let principals = match touched.count() {
            0 => String::new(),
            1 => " of 1 principal".to_owned(),
            some => format!(" of {some} principals"),
        };
        let each = done.entities.iter().map(|(entity, n)| format!("{} {n}", plain(entity)));
        let each = each.collect::<Vec<_>>().join(", ");
        let each = if each.is_empty() { each } else { format!(": {each}") };
        let noun = if done.total == 1 { "surrogate" } else { "surrogates" };
        output.line(format_args!("erased {} {noun}{principals}{each}", done.total))?;
    }
    if done.unreadable > 0 {
        let message =
            format!("{} rows do not open, and nobody can say what stands in them", done.unreadable);
        return Err(Failure::new(Exit::Integrity, message)
            .hint("they were changed: `--principal NAME --yes` erases all of one principal"));
    }
    Ok(if done.total == 0 { Exit::Negative } else { Exit::Done })
}
