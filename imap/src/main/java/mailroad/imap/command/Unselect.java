package mailroad.imap.command;

/** UNSELECT: select nothing, and remove nothing. RFC 3691 section 2. */
public record Unselect() implements Command.WhileSelected {}
