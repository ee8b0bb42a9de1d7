//! Server-sent events: one thread holds every listening page's socket and writes to all of them.
//! An event says only that there is a newer snapshot; what changed, the page asks for itself.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::lock;

/// More open pages than any author has, and below the number of files a process may open.
const MOST_LISTENERS: usize = 640;
/// Finds out which pages are gone, and keeps the line from being cut.
const HEARTBEAT: Duration = Duration::from_secs(15);

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-cache\r\n\
                    X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n\
                    X-Accel-Buffering: no\r\nConnection: close\r\n\r\nretry: 400\n\n";

enum HubCommand {
    Join(TcpStream),
    Snapshot(String),
    Follow(String),
    /// Let go of whoever left.
    Count,
    Stop,
}

/// The handle that the rest of the preview speaks to.
#[derive(Clone)]
pub struct Hub {
    commands: Sender<HubCommand>,
    listeners: Arc<Mutex<usize>>,
}

impl Hub {
    /// `snapshot` names the state that a page gets which asks now.
    pub fn start(snapshot: String) -> io::Result<Self> {
        let (commands, inbox) = mpsc::channel();
        let listeners = Arc::new(Mutex::new(0));
        let count = Arc::clone(&listeners);
        thread::Builder::new().name("preview-events".into()).spawn(move || run(&inbox, snapshot, &count))?;
        Ok(Self { commands, listeners })
    }

    /// Takes the connection over; gives it back if there are too many.
    pub fn join(&self, stream: TcpStream) -> Option<TcpStream> {
        if self.listeners() >= MOST_LISTENERS {
            // Those that left are found out before somebody is sent away.
            self.tell(HubCommand::Count);
            thread::sleep(Duration::from_millis(50));
            if self.listeners() >= MOST_LISTENERS {
                return Some(stream);
            }
        }
        match self.commands.send(HubCommand::Join(stream)) {
            Ok(()) => None,
            Err(mpsc::SendError(HubCommand::Join(stream))) => Some(stream),
            Err(_) => None,
        }
    }

    pub fn listeners(&self) -> usize {
        *lock(&self.listeners)
    }

    pub fn snapshot(&self, snapshot: String) {
        self.tell(HubCommand::Snapshot(snapshot));
    }

    /// Asks the pages to go to `path`.
    pub fn follow(&self, path: String) {
        self.tell(HubCommand::Follow(path));
    }

    pub fn stop(&self) {
        self.tell(HubCommand::Stop);
    }

    fn tell(&self, command: HubCommand) {
        // A hub that has stopped has nobody to tell.
        let _ = self.commands.send(command);
    }
}

fn run(inbox: &Receiver<HubCommand>, mut snapshot: String, count: &Mutex<usize>) {
    let mut listeners: Vec<TcpStream> = Vec::new();
    loop {
        match inbox.recv_timeout(HEARTBEAT) {
            Ok(HubCommand::Join(stream)) => {
                let hello = format!("{HEAD}{}", event("hello", &snapshot));
                // A page that cannot take its first bytes is gone.
                if stream.set_nonblocking(true).is_ok() && write_now(&stream, hello.as_bytes()) {
                    listeners.push(stream);
                }
            }
            Ok(HubCommand::Snapshot(newest)) => {
                snapshot = newest;
                send(&mut listeners, &event("snapshot", &snapshot));
            }
            Ok(HubCommand::Follow(path)) => send(&mut listeners, &event("follow", &path)),
            Ok(HubCommand::Count) => listeners.retain(|stream| !hung_up(stream)),
            Ok(HubCommand::Stop) | Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => send(&mut listeners, ": heartbeat\n\n"),
        }
        *lock(count) = listeners.len();
    }
    for stream in listeners {
        // Fails for those that left already.
        let _ = stream.shutdown(Shutdown::Both);
    }
}

fn event(name: &str, data: &str) -> String {
    let data: String = data.chars().filter(|c| !c.is_control()).collect();
    format!("event: {name}\ndata: {data}\n\n")
}

/// Drops whoever left or does not read: an EventSource comes back by itself and asks for what it missed.
fn send(listeners: &mut Vec<TcpStream>, text: &str) {
    listeners.retain(|stream| !hung_up(stream) && write_now(stream, text.as_bytes()));
}

fn hung_up(mut stream: &TcpStream) -> bool {
    let mut bytes = [0; 256];
    match stream.read(&mut bytes) {
        Ok(0) => true,
        Ok(_) => false,
        Err(error) => error.kind() != io::ErrorKind::WouldBlock,
    }
}

fn write_now(mut stream: &TcpStream, bytes: &[u8]) -> bool {
    matches!(stream.write(bytes), Ok(written) if written == bytes.len())
}
