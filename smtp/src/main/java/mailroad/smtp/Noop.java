package mailroad.smtp;

/** NOOP, whatever stands behind it: RFC 5321 section 4.1.1.9. */
public record Noop() implements Command {}
