package mailroad.imap.command;

/** STARTTLS: RFC 3501 section 6.2.1. */
public record StartTls() implements Command.BeforeLogin {}
