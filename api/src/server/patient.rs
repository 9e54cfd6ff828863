//! A connection that breaks when the other side keeps one waiting: for the rest of a request's head, or
//! to take more of an answer. (Bodies have a pace of their own; see [`crate::http::intake`].)
use super::Patience;
use super::watched::Watched;
use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

/// A connection, and for what it is waited.
#[derive(Debug)]
pub(super) struct Patient {
    stream: TcpStream,
    watched: Arc<Watched>,
    patience: Patience,
    /// The requests that had begun when it was last looked.
    begun: usize,
    head: Wait,
    reading: Wait,
}

/// Until when something is waited for, if it is.
#[derive(Debug, Default)]
struct Wait {
    until: Option<Instant>,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Wait {
    fn begin(&mut self, until: impl FnOnce() -> Instant) {
        self.until.get_or_insert_with(until);
    }

    const fn end(&mut self) {
        self.until = None;
    }

    /// Whether that has taken too long; else whoever asks is woken when it has.
    fn is_over(&mut self, context: &mut Context<'_>) -> bool {
        let Some(until) = self.until else { return false };
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep_until(until)));
        if sleep.deadline() != until {
            sleep.as_mut().reset(until);
        }
        sleep.as_mut().poll(context).is_ready()
    }
}

impl Patient {
    pub(super) fn new(stream: TcpStream, watched: Arc<Watched>, patience: Patience) -> Self {
        let mut head = Wait::default();
        // Whoever connects wants something.
        head.begin(|| Instant::now() + patience.head);
        Self { stream, watched, patience, begun: 0, head, reading: Wait::default() }
    }

    fn wrote<T>(&mut self, polled: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.reading.end();
            return polled;
        }
        let patience = self.patience.reading;
        self.reading.begin(|| Instant::now() + patience);
        if self.reading.is_over(context) {
            return Poll::Ready(Err(late("the client does not read its answer")));
        }
        Poll::Pending
    }
}

fn late(what: &'static str) -> io::Error {
    io::Error::new(ErrorKind::TimedOut, what)
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let begun = self.watched.begun();
        if std::mem::replace(&mut self.begun, begun) != begun || self.watched.is_busy() {
            self.head.end();
        }
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        if self.watched.is_busy() {
            return polled;
        }
        match polled {
            Poll::Pending if self.head.is_over(context) => Poll::Ready(Err(late("no request came"))),
            Poll::Pending => Poll::Pending,
            Poll::Ready(read) => {
                if buffer.filled().len() > before {
                    let patience = self.patience.head;
                    self.head.begin(|| Instant::now() + patience);
                }
                Poll::Ready(read)
            }
        }
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wrote(polled, context)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.wrote(polled, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
