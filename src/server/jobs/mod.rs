//! Work that happens after the answer: durable jobs and their worker.
