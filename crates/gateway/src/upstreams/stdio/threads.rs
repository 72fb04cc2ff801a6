//! The threads at the ends of pipes: one reads lines, one writes them.
//!
//! Threads, because what a client gives us as standard input and output may be a pipe, a socket,
//! a file or a terminal, and must not be made non-blocking under others who share it.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::thread;

use tokio::sync::{mpsc, oneshot};

use super::pipe::Leaving;
use crate::wire::lines::{Line, Lines};

/// Bytes that are read at once.
const CHUNK_BYTES: usize = 64 << 10;
/// Bytes that are written at once where more than one line waits.
const WRITE_BYTES: usize = 64 << 10;
/// Chunks of lines that wait to be taken.
const CHUNKS_MAX: usize = 4;

/// Lines, in the groups in which they arrived.
pub type Arriving = mpsc::Receiver<Vec<Line>>;

/// Reads lines from `source` until it ends.
///
/// # Errors
/// If the system gives no thread.
pub(super) fn read(name: &str, source: impl Read + Send + 'static) -> io::Result<Arriving> {
    let (sender, lines) = mpsc::channel(CHUNKS_MAX);
    thread::Builder::new().name(name.to_owned()).spawn(move || read_all(source, &sender))?;
    Ok(lines)
}

fn read_all(mut source: impl Read, sender: &mpsc::Sender<Vec<Line>>) {
    let mut lines = Lines::default();
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let mut out = Vec::new();
        let length = match source.read(&mut chunk) {
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            // Like its end: nothing comes any more.
            Err(_) => 0,
        };
        match length {
            0 => out.extend(lines.finish()),
            _ => lines.push(chunk.get(..length).unwrap_or_default(), &mut out),
        }
        if !out.is_empty() && sender.blocking_send(out).is_err() {
            return;
        }
        if length == 0 {
            return;
        }
    }
}

/// Writes what comes through `lines` to `sink`, each with the byte that ends it. What it gives
/// resolves when all is written, or cannot be: then with `false`.
///
/// # Errors
/// If the system gives no thread.
pub(super) fn write(
    name: &str,
    sink: impl Write + Send + 'static,
    lines: mpsc::UnboundedReceiver<Leaving>,
) -> io::Result<oneshot::Receiver<bool>> {
    let (done, written) = oneshot::channel();
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        let is_whole = write_all(sink, lines).is_ok();
        // If nobody waits, nobody needs to know.
        let _ = done.send(is_whole);
    })?;
    Ok(written)
}

fn write_all(mut sink: impl Write, mut lines: mpsc::UnboundedReceiver<Leaving>) -> io::Result<()> {
    let mut buffer = Vec::new();
    while let Some((line, room)) = lines.blocking_recv() {
        let mut rooms = vec![room];
        push(&mut buffer, &line);
        while buffer.len() < WRITE_BYTES
            && let Ok((line, room)) = lines.try_recv()
        {
            push(&mut buffer, &line);
            rooms.push(room);
        }
        sink.write_all(&buffer)?;
        sink.flush()?;
        buffer.clear();
        buffer.shrink_to(2 * WRITE_BYTES);
    }
    Ok(())
}

fn push(buffer: &mut Vec<u8>, line: &str) {
    buffer.extend_from_slice(line.as_bytes());
    buffer.push(b'\n');
}

/// A file of our own over what stands behind `stream`, without the buffer of the standard library.
pub(super) fn raw(stream: &impl AsFd) -> io::Result<File> {
    let own: OwnedFd = stream.as_fd().try_clone_to_owned()?;
    Ok(File::from(own))
}
