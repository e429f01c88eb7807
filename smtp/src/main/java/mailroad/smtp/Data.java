package mailroad.smtp;

/** DATA: RFC 5321 section 4.1.1.4. */
public record Data() implements Command {}
