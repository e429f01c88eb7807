package mailroad.imap.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Set;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.mailbox.Flag;
import mailroad.mailbox.Flags;

/** Flags as clients write them (RFC 3501 section 9: {@code flag}, {@code flag-list}). */
final class FlagWords {
  private FlagWords() {}

  /** {@code flag-list}: in parentheses, perhaps none. */
  static Flags parenthesised(Input input) throws Malformed {
    input.need('(');
    if (input.take(')')) {
      return Flags.NONE;
    }
    Flags flags = bare(input);
    input.need(')');
    return flags;
  }

  /** Flags with spaces between, at least one. */
  static Flags bare(Input input) throws Malformed {
    Set<Flag> system = EnumSet.noneOf(Flag.class);
    java.util.List<String> keywords = new ArrayList<>();
    do {
      if (input.take('\\')) {
        systemFlag(input.word(), system);
      } else {
        keywords.add(keyword(input));
      }
    } while (input.take(' '));
    return Flags.of(system, keywords);
  }

  /** {@code \Recent} is no client's to set; other flags with a backslash do not exist. */
  private static void systemFlag(String word, Set<Flag> system) throws Malformed {
    if (word.equals("RECENT")) {
      // RFC 3501 section 2.3.2: some clients send it back in APPEND; it means nothing there.
      return;
    }
    system.add(Flag.parse("\\" + word).orElseThrow(() -> new Malformed("unknown system flag")));
  }

  static String keyword(Input input) throws Malformed {
    String keyword = input.atom();
    if (!Flags.isKeyword(keyword)) {
      throw new Malformed("no keyword; one has up to " + Flags.KEYWORD_LENGTH_MAX + " characters");
    }
    return keyword;
  }
}
