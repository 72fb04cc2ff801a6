//! A caller who goes away, or stops reading, at every point of the way: the call still ends, with
//! one outcome.

use std::time::Duration;

use portcullis_model::{Document, Event};

use super::far::{Script, Step, Told, texts};
use super::scene::{Logged, MAIL, Scene, Wish, assert_clean};
use crate::ClearedBody;

fn hello() -> Step {
    Step::Group(vec![Event { document: texts(&["hello"]), ..Event::default() }])
}

fn mail() -> Document {
    texts(&[MAIL])
}

/// Two scenes, one with each kind of trail.
fn scenes(play: impl Fn(&Told) -> Script + Clone + Send + Sync + 'static) -> [Scene; 2] {
    [None, Some(Logged::open())]
        .map(|log| Scene::with(Wish { log, ..Wish::default() }, play.clone()))
}

async fn check(scene: &Scene, code: Option<&str>) {
    scene.settle().await;
    let outcomes = scene.outcomes();
    let [outcome] = outcomes.as_slice() else { panic!("{outcomes:?}") };
    assert_eq!(outcome.code.as_deref(), code);
    assert_clean(&format!("{:?}", scene.records()));
}

#[tokio::test]
async fn while_the_far_side_is_silent() {
    for scene in scenes(|_| Script::Silence) {
        let call = scene.call("alice", mail());
        tokio::select! {
            biased;
            _ = scene.engine.handle(call) => panic!("answered"),
            () = scene.far.reached.notified() => {}
        }
        check(&scene, Some("cancelled")).await;
    }
}

/// Who is gone before the call leaves stops it from leaving.
#[tokio::test]
async fn before_the_call_leaves() {
    for scene in scenes(|_| Script::Whole(texts(&["hello"]))) {
        let call = scene.call("alice", mail());
        tokio::select! {
            biased;
            _ = scene.engine.handle(call) => panic!("answered"),
            () = std::future::ready(()) => {}
        }
        check(&scene, Some("cancelled")).await;
        assert!(scene.far.told().is_empty());
    }
}

#[tokio::test]
async fn before_anything_happened() {
    for scene in scenes(|_| Script::Silence) {
        drop(scene.engine.handle(scene.call("alice", mail())));
        scene.settle().await;
        assert_eq!(scene.records(), []);
    }
}

#[tokio::test]
async fn in_mid_stream() {
    for scene in scenes(|_| Script::Stream(vec![hello(), Step::Stall])) {
        let cleared = scene.engine.handle(scene.call("alice", mail())).await.unwrap();
        let ClearedBody::Stream(mut pieces) = cleared.into_body() else { panic!("whole") };
        assert!(pieces.next().await.unwrap().is_ok());
        drop(pieces);
        check(&scene, Some("cancelled")).await;
    }
}

#[tokio::test]
async fn with_a_stream_that_nobody_took() {
    for scene in scenes(|_| Script::Stream(vec![hello(), Step::Stall])) {
        drop(scene.engine.handle(scene.call("alice", mail())).await.unwrap());
        check(&scene, Some("cancelled")).await;
    }
}

/// A reader that stays and reads nothing may not hold a call for ever.
#[tokio::test]
async fn with_a_stream_that_is_never_read() {
    for scene in scenes(|_| Script::Stream(vec![hello(); 100])) {
        let mut call = scene.call("alice", mail());
        call.time_max = Duration::from_millis(20);
        let cleared = scene.engine.handle(call).await.unwrap();
        check(&scene, Some("cancelled")).await;
        drop(cleared);
    }
}
