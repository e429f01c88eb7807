package mailroad.imap.command;

import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.mailbox.Annotation;

/** Reads what LIST is to tell of each name: RFC 5258 section 3.2. Used by one task, once. */
final class ReturnOptions {
  private boolean children;
  private boolean subscribed;
  private boolean specialUse;
  private boolean myRights;
  private java.util.List<Annotation> metadata = java.util.List.of();
  private java.util.List<Status.Item> status = java.util.List.of();

  private ReturnOptions() {}

  static List.Returns parse(Input input) throws Malformed {
    ReturnOptions options = new ReturnOptions();
    input.need('(');
    boolean first = true;
    while (!input.take(')')) {
      if (!first) {
        input.space();
      }
      first = false;
      options.one(input);
    }
    return new List.Returns(
        options.children,
        options.subscribed,
        options.specialUse,
        options.myRights,
        options.metadata,
        options.status);
  }

  private void one(Input input) throws Malformed {
    switch (input.word()) {
      case "CHILDREN" -> children = true;
      case "SUBSCRIBED" -> subscribed = true;
      case "SPECIAL-USE" -> specialUse = true;
      case "METADATA" -> {
        input.space();
        metadata = GetMetadata.entries(input);
      }
      case "MYRIGHTS" -> myRights = true;
      case "STATUS" -> {
        input.space();
        status = Status.items(input);
      }
      default -> throw new Malformed("unknown return option of LIST");
    }
  }
}
