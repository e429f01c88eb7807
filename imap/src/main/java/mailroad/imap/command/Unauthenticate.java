package mailroad.imap.command;

/** UNAUTHENTICATE: RFC 8437 section 2. */
public record Unauthenticate() implements Command.AfterLogin {}
