package mailroad.smtp;

/** Not SMTP at all: an HTTP request, a TLS handshake in the clear, a chunk that was never offered. */
public record Foreign() implements Command {}
