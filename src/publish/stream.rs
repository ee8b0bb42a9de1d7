//! A connection to a server, with TLS or without. Knows what bytes are, and no protocol.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};

use super::tls::{self, Secure, Tls};
use super::trouble::Trouble;

pub enum ServerStream {
    Plain(TcpStream),
    Secure(Box<Secure>),
}

impl ServerStream {
    /// The handshake is done when this returns.
    pub fn new(stream: TcpStream, tls: Option<&Tls>, host: &str) -> Result<Self, Trouble> {
        Ok(match tls {
            Some(tls) => Self::Secure(Box::new(tls.secure(host, stream)?)),
            None => Self::Plain(stream),
        })
    }

    pub fn peer(&self) -> io::Result<SocketAddr> {
        match self {
            Self::Plain(stream) => stream.peer_addr(),
            Self::Secure(stream) => stream.sock.peer_addr(),
        }
    }

    /// Nothing more is sent.
    pub fn end(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.shutdown(Shutdown::Write),
            Self::Secure(stream) => tls::finish(stream),
        }
    }
}

impl Read for ServerStream {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(bytes),
            Self::Secure(stream) => stream.read(bytes),
        }
    }
}

impl Write for ServerStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(bytes),
            Self::Secure(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Secure(stream) => stream.flush(),
        }
    }
}
