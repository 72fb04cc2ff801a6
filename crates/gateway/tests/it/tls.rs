//! TLS on the listener: a certificate of this test, a client that trusts it and no other.

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use portcullis_gateway::doors::http::{TlsFiles, load_tls};
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::clients::echo;
use super::gate::Gate;

/// Makes a certificate for `localhost`, writes it with its key, and gives it.
fn certificate(folder: &Path) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(folder.join("cert.pem"), made.cert.pem()).unwrap();
    private(&folder.join("key.pem"), &made.signing_key.serialize_pem(), 0o600);
    made.cert.der().clone()
}

fn private(path: &Path, text: &str, mode: u32) {
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Asks for `/healthz` over TLS; the answer, and the protocol that was agreed on.
async fn healthz(
    address: SocketAddr,
    trusted: &CertificateDer<'static>,
    protocols: &[&str],
) -> std::io::Result<(String, Option<Vec<u8>>)> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|it| it.as_bytes().to_vec()).collect();
    let stream = TcpStream::connect(address).await?;
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    let agreed = stream.get_ref().1.alpn_protocol().map(<[u8]>::to_vec);
    if agreed.as_deref() == Some(b"h2") {
        return Ok((String::new(), agreed));
    }
    let request = "GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok((String::from_utf8(answer).unwrap(), agreed))
}

#[tokio::test]
async fn the_listener_speaks_tls_and_takes_another_certificate() {
    let upstream = echo().await;
    let folder = tempfile::tempdir().unwrap();
    let first = certificate(folder.path());
    let mut gate = Gate::start(upstream.address()).await;
    let plain = gate.client().get("/healthz", &[]).await.unwrap();
    assert_eq!(plain.status, 200);

    let files =
        || TlsFiles { cert: folder.path().join("cert.pem"), key: folder.path().join("key.pem") };
    gate.speak_tls(files()).await.unwrap();
    let (answer, agreed) = healthz(gate.address(), &first, &["http/1.1"]).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(agreed.as_deref(), Some(b"http/1.1".as_slice()));
    let (_, agreed) = healthz(gate.address(), &first, &["h2", "http/1.1"]).await.unwrap();
    assert_eq!(agreed.as_deref(), Some(b"h2".as_slice()));
    assert!(gate.client().get("/healthz", &[]).await.is_err(), "plain http gets nothing");

    let second = certificate(folder.path());
    gate.speak_tls(files()).await.unwrap();
    healthz(gate.address(), &second, &["http/1.1"]).await.unwrap();
    healthz(gate.address(), &first, &["http/1.1"]).await.unwrap_err();
    std::fs::write(folder.path().join("key.pem"), "no key").unwrap();
    gate.speak_tls(files()).await.unwrap_err();
    healthz(gate.address(), &second, &["http/1.1"]).await.unwrap();
    gate.stop().await;
}

#[test]
fn files_that_cannot_be_used_are_said() {
    let folder = tempfile::tempdir().unwrap();
    certificate(folder.path());
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    let check = |cert: &Path, key: &Path, want: &str| {
        let files = TlsFiles { cert: cert.to_owned(), key: key.to_owned() };
        let said = load_tls(&files).map(drop).unwrap_err();
        assert!(said.contains(want), "{said}");
        assert!(!said.contains("BEGIN"), "{said}");
    };
    assert!(load_tls(&TlsFiles { cert: cert.clone(), key: key.clone() }).is_ok());
    check(&folder.path().join("none"), &key, "cannot be read");
    check(&cert, folder.path(), "is not a file");
    check(&key, &key, "holds no certificate");
    check(&cert, &cert, "0600");
    let (open, empty) = (folder.path().join("open.pem"), folder.path().join("empty.pem"));
    private(&open, &std::fs::read_to_string(&key).unwrap(), 0o640);
    check(&cert, &open, "0600");
    private(&empty, "", 0o600);
    check(&cert, &empty, "no private key");
    private(&empty, &"x".repeat(256 * 1024 + 1), 0o600);
    check(&cert, &empty, "too large");
    let other = tempfile::tempdir().unwrap();
    certificate(other.path());
    check(&cert, &other.path().join("key.pem"), "is not the key");
}
