//! TLS on the listener: the certificate and its key from two files, TLS 1.2 and 1.3.
//!
//! It asks no client for a certificate: who calls is told by a Portcullis key.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use zeroize::Zeroizing;

/// How long a handshake may take.
const HANDSHAKE_MAX: Duration = Duration::from_secs(10);
/// LIMIT: bytes of each file; a chain of certificates has some ten thousand.
const FILE_BYTES_MAX: u64 = 256 * 1024;

/// Where the certificate and its key are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, then those that vouch for it, in PEM.
    pub cert: PathBuf,
    /// Its private key, in PEM, for us alone.
    pub key: PathBuf,
}

/// Reads both files.
///
/// # Errors
///
/// A sentence that says what is wrong with which of them; nothing of their content.
pub fn load(files: &TlsFiles) -> Result<Arc<ServerConfig>, String> {
    let wrong = |path: &Path, what: &str| format!("`{}` {what}", path.display());
    let text = read(&files.cert, Readers::Anybody)?;
    let certs: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    let certs = certs.map_err(|_| wrong(&files.cert, "is not PEM"))?;
    if certs.is_empty() {
        return Err(wrong(&files.cert, "holds no certificate"));
    }
    let text = read(&files.key, Readers::UsAlone)?;
    let key = PrivateKeyDer::from_pem_slice(&text);
    let key = key.map_err(|_| wrong(&files.key, "holds no private key in PEM"))?;
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| "TLS cannot be set up".to_owned())?
        .with_no_client_auth()
        .with_single_cert(certs, key);
    let mut config = config.map_err(|_| wrong(&files.key, "is not the key of the certificate"))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// Who may read a file besides us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Readers {
    Anybody,
    UsAlone,
}

/// Reads a file whole.
fn read(path: &Path, readers: Readers) -> Result<Zeroizing<Vec<u8>>, String> {
    let wrong = |what: &str| format!("`{}` {what}", path.display());
    // A pipe in its place must not hold us up.
    let flags = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or_default();
    let file = fs::OpenOptions::new().read(true).custom_flags(flags).open(path);
    let file = file.map_err(|fault| wrong(&format!("cannot be read: {}", fault.kind())))?;
    let found = file.metadata().map_err(|_| wrong("cannot be read"))?;
    if !found.is_file() {
        return Err(wrong("is not a file"));
    }
    let ours = found.uid() == rustix::process::geteuid().as_raw() && found.mode() & 0o077 == 0;
    if readers == Readers::UsAlone && !ours {
        return Err(wrong("must be ours and of mode 0600: `chmod 600` it"));
    }
    let mut text = Zeroizing::new(Vec::new());
    let size = file.take(FILE_BYTES_MAX + 1).read_to_end(&mut text);
    match size {
        Ok(size) if size as u64 <= FILE_BYTES_MAX => Ok(text),
        Ok(_) => Err(wrong("is too large")),
        Err(_) => Err(wrong("cannot be read")),
    }
}

/// Shakes hands; `None` if that fails or takes too long.
pub(super) async fn accept(
    stream: TcpStream,
    config: Arc<ServerConfig>,
) -> Option<TlsStream<TcpStream>> {
    let shaken = TlsAcceptor::from(config).accept(stream);
    match tokio::time::timeout(HANDSHAKE_MAX, shaken).await {
        Ok(Ok(stream)) => Some(stream),
        Ok(Err(fault)) => {
            tracing::debug!(%fault, "a TLS handshake failed");
            None
        }
        Err(_) => {
            tracing::debug!("a TLS handshake took too long");
            None
        }
    }
}
