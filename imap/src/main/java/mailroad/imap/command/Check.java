package mailroad.imap.command;

/** CHECK: RFC 3501 section 6.4.1. All is on disk at any time here. */
public record Check() implements Command.WhileSelected {}
