package mailroad.smtp;

/** QUIT: RFC 5321 section 4.1.1.10. */
public record Quit() implements Command {}
