//! What is called, and what was measured of it.
//!
//! Where it is no process of ours, CPU and memory are not known.

use std::net::SocketAddr;

use anyhow::{Context as _, Result};

use crate::load::Timed;
use crate::process::{Gate, Setting};

/// Something that answers chat requests.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) address: SocketAddr,
    /// Whether it is the whole gate.
    pub(crate) is_full: bool,
    /// MB that it took before the first request.
    pub(crate) idle: f64,
    /// Whole replies to many callers.
    pub(crate) busy: Work,
    /// Whole replies to one caller.
    pub(crate) alone: Work,
    /// Streams that come as fast as they can.
    pub(crate) streams: Work,
    /// Streams whose chunks come one by one.
    pub(crate) paced: Work,
    process: Option<u32>,
    _gate: Option<Gate>,
}

/// What some calls took.
#[derive(Debug, Default)]
pub(crate) struct Work {
    pub(crate) timed: Timed,
    /// Seconds of CPU in the target's process.
    pub(crate) cpu: f64,
}

impl Work {
    pub(crate) fn add(&mut self, timed: Timed, cpu: f64) {
        self.timed.add(timed);
        self.cpu += cpu;
    }
}

impl Target {
    /// The provider itself.
    pub(crate) fn direct(address: SocketAddr) -> Self {
        Self::new("direct".to_owned(), address, None, None)
    }

    /// A gate of ours.
    pub(crate) fn gate(gate: Gate) -> Result<Self> {
        let (name, process) = (gate.setting.name().to_owned(), gate.child.id());
        let mut target = Self::new(name, gate.address, Some(process), Some(gate));
        target.idle = target.memory()?;
        Ok(target)
    }

    /// A gateway that somebody else started.
    pub(crate) fn peer(address: SocketAddr, process: Option<String>) -> Result<Self> {
        let process = process.map(|id| id.parse()).transpose()?;
        Ok(Self::new(format!("peer at {address}"), address, process, None))
    }

    fn new(name: String, address: SocketAddr, process: Option<u32>, gate: Option<Gate>) -> Self {
        let is_full = gate.as_ref().is_some_and(|gate| gate.setting == Setting::On);
        let [busy, alone, streams, paced] = Default::default();
        let idle = 0.0;
        Self { name, address, is_full, idle, busy, alone, streams, paced, process, _gate: gate }
    }

    /// Whether its CPU and memory are known.
    pub(crate) fn is_counted(&self) -> bool {
        self.process.is_some()
    }

    /// Seconds of CPU so far, in user and system: Linux counts them in hundredths.
    pub(crate) fn cpu(&self) -> Result<f64> {
        let Some(process) = self.process else { return Ok(0.0) };
        let text = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
        // The name of the program, which may hold anything, ends at the last bracket.
        let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
        let ticks = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
        Ok(ticks.sum::<f64>() / 100.0)
    }

    /// MB of memory that it holds now.
    pub(crate) fn memory(&self) -> Result<f64> {
        let Some(process) = self.process else { return Ok(0.0) };
        let text = std::fs::read_to_string(format!("/proc/{process}/status"))?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let pages = line.and_then(|line| line.split_whitespace().next());
        Ok(pages.context("no VmRSS")?.parse::<f64>()? / 1024.0)
    }
}
