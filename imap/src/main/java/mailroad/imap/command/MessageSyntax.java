package mailroad.imap.command;

import java.util.ArrayList;
import java.util.Optional;
import mailroad.imap.command.Stretch.Piece;
import mailroad.imap.syntax.Dates;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.mailbox.Flags;
import mailroad.mailbox.Mailbox;

/**
 * The grammar of the messages that APPEND and REPLACE bring: RFC 3501 section 6.3.11, many of them by RFC 3502 section
 * 6.3.11, pieced together by RFC 4469 section 3, with UTF-8 in header sections by RFC 6855 section 4. Reads as far as
 * the next literal and says how to go on after it.
 *
 * @param at where in the grammar
 * @param onlyOne whether one message is all that may come
 * @param messages how many have begun
 * @param parts how many parts the present one has
 */
public record MessageSyntax(At at, boolean onlyOne, int messages, int parts) {
  /** The most messages of one APPEND: all of them come in one commit. */
  public static final int MESSAGES_MAX = Mailbox.APPENDED_MAX;

  private static final int PARTS_MAX = 1_000;

  /** What may come next. */
  public enum At {
    /** A message. */
    MESSAGE,
    /** The first part of a message, after the opening parenthesis. */
    FIRST_PART,
    /** Another part, or the closing parenthesis. */
    PART,
    /** The closing parenthesis alone. */
    CLOSING,
    /** The end of a message. */
    END
  }

  /** Where APPEND begins. */
  static final MessageSyntax MANY = new MessageSyntax(At.MESSAGE, false, 0, 0);

  /** Where REPLACE begins (RFC 8508 section 3). */
  static final MessageSyntax ONE = new MessageSyntax(At.MESSAGE, true, 0, 0);

  /** Reads on, up to the mark of the next literal or the end of the command: there the input must end. */
  public Stretch read(Input input) throws Malformed {
    return new Reader(this, input).read();
  }

  /** Carries the place along. */
  private static final class Reader {
    private final Input input;
    private final boolean onlyOne;
    private final java.util.List<Piece> pieces = new ArrayList<>();
    private At at;
    private int messages;
    private int parts;

    Reader(MessageSyntax from, Input input) {
      this.input = input;
      this.onlyOne = from.onlyOne;
      this.at = from.at;
      this.messages = from.messages;
      this.parts = from.parts;
    }

    Stretch read() throws Malformed {
      while (!atLiteral() && !(at == At.END && ends())) {
        step();
      }
      return new Stretch(pieces, new MessageSyntax(at, onlyOne, messages, parts));
    }

    private boolean ends() {
      if (!input.atEnd()) {
        return false;
      }
      pieces.add(new Piece.End());
      return true;
    }

    private boolean atLiteral() {
      return !pieces.isEmpty() && pieces.getLast() instanceof Piece.Text;
    }

    private void step() throws Malformed {
      switch (at) {
        case MESSAGE -> message();
        case FIRST_PART -> part();
        case PART -> partOrEnd();
        case CLOSING -> {
          input.need(')');
          at = At.END;
        }
        case END -> {
          pieces.add(new Piece.End());
          if (onlyOne) {
            input.end();
          }
          at = At.MESSAGE;
        }
      }
    }

    private void message() throws Malformed {
      if (++messages > MESSAGES_MAX) {
        throw new Malformed("[LIMIT] more than " + MESSAGES_MAX + " messages at once");
      }
      input.space();
      Flags flags = Flags.NONE;
      if (input.peek() == '(') {
        flags = FlagWords.parenthesised(input);
        input.space();
      }
      Optional<java.time.Instant> date = Optional.empty();
      if (input.peek() == '"') {
        date = Optional.of(Dates.dateTime(input));
        input.space();
      }
      pieces.add(new Piece.Begin(flags, date));
      parts = 0;
      if (input.take("CATENATE")) {
        input.space();
        input.need('(');
        at = At.FIRST_PART;
      } else if (input.take("UTF8")) {
        input.space();
        input.need('(');
        literal(At.CLOSING);
      } else {
        literal(At.END);
      }
    }

    private void partOrEnd() throws Malformed {
      if (input.take(')')) {
        at = At.END;
      } else {
        input.space();
        part();
      }
    }

    private void part() throws Malformed {
      if (++parts > PARTS_MAX) {
        throw new Malformed("[LIMIT] more than " + PARTS_MAX + " parts of one message");
      }
      if (input.take("URL")) {
        input.space();
        pieces.add(new Piece.Url(input.astringText()));
        at = At.PART;
      } else if (input.take("TEXT")) {
        input.space();
        literal(At.PART);
      } else {
        throw new Malformed("TEXT or URL expected");
      }
    }

    private void literal(At then) throws Malformed {
      pieces.add(new Piece.Text(input.literalMark()));
      input.end();
      at = then;
    }
  }
}
