package mailroad.smtp;

/** STARTTLS: RFC 3207 section 4. */
public record StartTls() implements Command {}
