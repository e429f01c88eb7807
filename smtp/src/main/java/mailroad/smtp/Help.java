package mailroad.smtp;

/** HELP, on whatever: RFC 5321 section 4.1.1.8. */
public record Help() implements Command {}
