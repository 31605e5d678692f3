//! Connections: how long, and how much, a client may take to ask.
//!
//! The limits of a request's content are in the router. These hold before there is a request: a client that opens
//! connections and hardly speaks (Slowloris) gets no further than its time, and a head without end no further than its
//! size.

use crate::server::config::Config;
use axum::{Extension, Router, extract::ConnectInfo, middleware::AddExtension};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use std::{net::SocketAddr, time::Duration};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::Layer;

/// Largest head of a request, its line and headers together, give or take what arrives in one piece; browsers and proxies
/// stay far below it.
const HEAD_BYTES: usize = 64 * 1024;
/// Most headers of a request.
const HEADERS: usize = 100;
/// After a failed accept, such as for want of file descriptors, there is time for connections to end.
const PAUSE: Duration = Duration::from_millis(200);

/// The router, with the address that a connection comes from.
type Answering = AddExtension<Router, ConnectInfo<SocketAddr>>;

/// Answers connections until `stop`, then finishes the requests that are open.
pub async fn serve(listener: TcpListener, router: Router, config: &Config, stop: CancellationToken) {
    let limit = Duration::from_secs(u64::from(config.read_seconds));
    let open = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                // Around the router as a whole: a layer of its own would be put around every route.
                let service = Extension(ConnectInfo(peer)).layer(router.clone());
                open.spawn(answer(stream, service, limit, stop.clone()));
            }
            Err(error) => {
                tracing::error!(%error, "a connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    open.close();
    open.wait().await;
}

async fn answer(stream: TcpStream, service: Answering, limit: Duration, stop: CancellationToken) {
    // Answers are written whole: waiting to fill packets only makes them late.
    drop(stream.set_nodelay(true));
    let mut connection = std::pin::pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limit)
            .max_buf_size(HEAD_BYTES)
            .max_headers(HEADERS)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
    );
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        // Clients leave in many ways; none of them is the shop's failure.
        tracing::debug!(%error, "a connection broke");
    }
}
