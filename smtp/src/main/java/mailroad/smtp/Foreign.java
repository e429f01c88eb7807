package mailroad.smtp;

/** Not SMTP at all: an HTTP request, a TLS handshake in the clear, a proxy's header. */
public record Foreign() implements Command {}
