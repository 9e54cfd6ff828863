//! A connection with timeouts: it fails if the client takes too long to send the rest of a request's head, or
//! to read more of a response. (Bodies have a minimum rate of their own; see [`web::intake`].)
use super::Patience;
use super::watched::Watched;
use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// The minimum rate at which a client must read a response once it has stalled, in bytes per second.
const LEAST_RATE: u32 = 16 * 1024;

/// A connection and its timeouts.
#[derive(Debug)]
pub(super) struct Patient<S> {
    stream: S,
    watched: Arc<Watched>,
    patience: Patience,
    /// The number of requests that had begun at the last check.
    begun: usize,
    head: Wait,
    reading: Wait,
}

/// A deadline, if there is one.
#[derive(Debug, Default)]
struct Wait {
    until: Option<Instant>,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Wait {
    fn begin(&mut self, until: impl FnOnce() -> Instant) {
        self.until.get_or_insert_with(until);
    }

    /// Extends the deadline by the time that this many bytes may take, but not past `latest`.
    fn go_on(&mut self, bytes: usize, latest: Instant) {
        let earned = Duration::from_secs(1) / LEAST_RATE * u32::try_from(bytes).unwrap_or(u32::MAX);
        self.until = self.until.map(|until| (until + earned).min(latest));
    }

    const fn end(&mut self) {
        self.until = None;
    }

    /// Whether the deadline has passed; if not, the task is woken when it does.
    fn is_over(&mut self, context: &mut Context<'_>) -> bool {
        let Some(until) = self.until else { return false };
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep_until(until)));
        if sleep.deadline() != until {
            sleep.as_mut().reset(until);
        }
        sleep.as_mut().poll(context).is_ready()
    }
}

impl<S> Patient<S> {
    pub(super) fn new(stream: S, watched: Arc<Watched>, patience: Patience) -> Self {
        let mut head = Wait::default();
        // A new connection is expected to send a request.
        head.begin(|| Instant::now() + patience.head);
        Self { stream, watched, patience, begun: 0, head, reading: Wait::default() }
    }

    /// Written bytes extend the deadline for the rest. Only once everything is written does the deadline end:
    /// a client that reads single bytes could otherwise keep a response open forever.
    fn wrote(&mut self, polled: Poll<io::Result<usize>>, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(bytes)) = &polled {
            let latest = Instant::now() + self.patience.reading;
            self.reading.go_on(*bytes, latest);
        }
        if polled.is_ready() { polled } else { self.waits(context).map(Err) }
    }

    /// Waits for the client to read more; fails after the timeout.
    fn waits(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        let patience = self.patience.reading;
        self.reading.begin(|| Instant::now() + patience);
        if self.reading.is_over(context) {
            return Poll::Ready(late("the client does not read its response"));
        }
        Poll::Pending
    }
}

fn late(what: &'static str) -> io::Error {
    io::Error::new(ErrorKind::TimedOut, what)
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
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
                    // Over HTTP/2, what comes between requests are answers to pings, and the first of them is as good
                    // a beginning of the idle time as any.
                    let patience = if self.watched.is_shared() { self.patience.idle } else { self.patience.head };
                    self.head.begin(|| Instant::now() + patience);
                }
                Poll::Ready(read)
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wrote(polled, context)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(context);
        if polled.is_pending() {
            // Over TLS, accepted data may still be buffered here.
            return self.waits(context).map(Err);
        }
        // The writer flushes when there is no more data.
        self.reading.end();
        polled
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_shutdown(context);
        if polled.is_pending() { self.waits(context).map(Err) } else { polled }
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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpSocket, TcpStream};
    use tokio::time::{sleep, timeout};

    /// Both ends of a connection with small buffers.
    async fn ends(reading: Duration) -> io::Result<(Patient<TcpStream>, TcpStream)> {
        let listening = TcpSocket::new_v4()?;
        listening.set_send_buffer_size(8 * 1024)?;
        listening.bind("127.0.0.1:0".parse().map_err(io::Error::other)?)?;
        let listener = listening.listen(1)?;
        let client = TcpSocket::new_v4()?;
        client.set_recv_buffer_size(8 * 1024)?;
        let address = listener.local_addr()?;
        let (client, accepted) = tokio::join!(client.connect(address), listener.accept());
        let patience = Patience { reading, ..Patience::default() };
        Ok((Patient::new(accepted?.0, Arc::default(), patience), client?))
    }

    #[tokio::test]
    async fn whoever_reads_an_answer_by_drips_is_not_waited_for() {
        let (mut patient, mut client) = ends(Duration::from_secs(1)).await.expect("a connection");
        let drip = tokio::spawn(async move {
            let mut some = [0; 2_048];
            // Four kilobytes per second.
            while client.read_exact(&mut some).await.is_ok() {
                sleep(Duration::from_millis(500)).await;
            }
        });
        let written = timeout(Duration::from_secs(30), patient.write_all(&[0; 1024 * 1024])).await.expect("it ends");
        assert_eq!(written.map_err(|error| error.kind()), Err(ErrorKind::TimedOut));
        drip.abort();
    }

    #[tokio::test]
    async fn whoever_reads_steadily_has_all_the_time_that_it_takes() {
        let (mut patient, mut client) = ends(Duration::from_secs(1)).await.expect("a connection");
        let reader = tokio::spawn(async move {
            let (mut some, mut all) = ([0; 8_192], 0);
            while let Ok(bytes @ 1..) = client.read(&mut some).await {
                all += bytes;
                sleep(Duration::from_millis(20)).await;
            }
            all
        });
        for _ in 0..2 {
            patient.write_all(&[0; 256 * 1024]).await.expect("it is read");
            patient.flush().await.expect("it is read");
        }
        drop(patient);
        assert_eq!(reader.await.expect("it ends"), 512 * 1024);
    }
}
