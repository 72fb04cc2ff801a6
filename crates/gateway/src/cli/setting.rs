//! What commands share: the home directory and the settled configuration.
//!
//! It opens no key and no store.

use std::io;
use std::path::Path;

use super::arguments::Arguments;
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use crate::config::{self, ConfigError, Environment, File, Flag, Home, Settings, Sources};

/// What a command runs in.
#[derive(Debug)]
pub(super) struct Setting<'a> {
    pub(super) arguments: &'a Arguments,
    pub(super) environment: &'a Environment,
    pub(super) home: Home,
}

impl<'a> Setting<'a> {
    pub(super) fn find(
        arguments: &'a Arguments,
        environment: &'a Environment,
    ) -> Result<Self, Failure> {
        let home = Home::find(arguments.home.as_deref(), environment).map_err(|error| {
            Failure::io("the home directory", &error).hint("name one with `--home DIR`")
        })?;
        Ok(Self { arguments, environment, home })
    }

    /// How this program is called with the same home, for advice that can be pasted.
    pub(super) fn program(&self) -> String {
        match &self.arguments.home {
            Some(_) => format!("portcullis --home {}", self.home.path().display()),
            None => "portcullis".to_owned(),
        }
    }

    /// The settled configuration, or all that is wrong with it.
    pub(super) fn check(
        &self,
        flags: &[Flag],
    ) -> Result<Result<Settings, Vec<ConfigError>>, Failure> {
        let named = self.arguments.config.as_deref();
        let file = config::home::read_config(named, &self.home)
            .map_err(|(path, error)| unread(&path, &error))?;
        Ok(config::settle(&Sources {
            file: file.as_ref().map(|(path, text)| File { path, text }),
            environment: self.environment,
            flags,
            home: self.home.path(),
        }))
    }

    /// The settled configuration.
    pub(super) fn settings(&self, flags: &[Flag]) -> Result<Settings, Failure> {
        self.check(flags)?.map_err(|errors| Failure::config(&errors))
    }

    /// The same, with its warnings said.
    pub(super) fn settings_aloud(
        &self,
        flags: &[Flag],
        output: &mut Output,
    ) -> Result<Settings, Failure> {
        let settings = self.settings(flags)?;
        for warning in &settings.warnings {
            output.warn(warning);
        }
        Ok(settings)
    }
}

/// A configuration file that could not be read; what stands in it is the user's mistake.
fn unread(path: &Path, error: &io::Error) -> Failure {
    let mut failure = Failure::io(path.display(), error);
    if error.kind() == io::ErrorKind::InvalidData {
        failure.exit = Exit::Usage;
    }
    failure
}
