package mailroad.mime;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads address lists as they come: groups, comments, routes, and what is none of these (RFC 5322
 * section 3.4, RFC 5322 section 4.4). Total, one pass, bounded.
 */
public final class Addresses {
  private final Lexer lexer;
  private final int max;
  private final List<Address> out = new ArrayList<>();
  private boolean inGroup;

  private Addresses(String value, MimeLimits limits) {
    this.lexer = Lexer.addresses(value);
    this.max = limits.addressesMax();
  }

  /** The addresses of an unfolded field value; a group that was opened is always closed. */
  public static List<Address> parse(String value, MimeLimits limits) {
    return new Addresses(value, limits).parse();
  }

  private List<Address> parse() {
    lexer.next();
    while (lexer.kind() != Lexer.Kind.END && out.size() < max) {
      if (lexer.is(';')) {
        endGroup();
        lexer.next();
      } else if (lexer.is(',')) {
        lexer.next();
      } else {
        item();
      }
    }
    endGroup();
    return List.copyOf(out);
  }

  private void endGroup() {
    if (inGroup) {
      out.add(new Address.GroupEnd());
      inGroup = false;
    }
  }

  /** Words up to what says what they are: {@code <}, {@code @}, {@code :}, or the end of the item. */
  private void item() {
    Words words = new Words();
    while (true) {
      switch (lexer.kind()) {
        case WORD, QUOTED, LITERAL -> words.add(lexer.token(), lexer.afterBlank());
        case COMMENT -> words.comment = lexer.token();
        case END -> {
          bare(words, "");
          return;
        }
        case SPECIAL -> {
          if (special(words)) {
            return;
          }
        }
      }
      lexer.next();
    }
  }

  /** Whether the item ends here. */
  private boolean special(Words words) {
    switch (lexer.token().charAt(0)) {
      case '<' -> {
        angle(words);
        return true;
      }
      case '@' -> {
        lexer.next();
        String domain = domain(words);
        bare(words, domain);
        return true;
      }
      case ':' -> {
        if (!inGroup) {
          out.add(new Address.GroupStart(words.phrase()));
          inGroup = true;
          lexer.next();
          return true;
        }
        words.add(":", false);
        return false;
      }
      case ',', ';' -> {
        bare(words, "");
        return true;
      }
      default -> {
        return false; // a '>' that nothing opened
      }
    }
  }

  /** The address is what was written, with no name before it, or with one that lacks its brackets. */
  private void bare(Words words, String domain) {
    String local = domain.isEmpty() ? words.phrase() : words.last();
    String name = domain.isEmpty() ? "" : words.phraseBeforeLast();
    if (!local.isEmpty() || !domain.isEmpty()) {
      out.add(new Address.Mailbox(name.isEmpty() ? words.comment : name, "", local, domain));
    }
    while (lexer.kind() != Lexer.Kind.END && !lexer.is(',') && !lexer.is(';')) {
      lexer.next();
    }
  }

  /** {@code <route:local@domain>}; ends at a comma too, should the bracket be missing. */
  private void angle(Words name) {
    lexer.nextButComments();
    String route = route();
    Words local = new Words();
    while (lexer.kind() != Lexer.Kind.END && !ends()) {
      if (lexer.is('@')) {
        break;
      }
      local.add(lexer.token(), false);
      lexer.nextButComments();
    }
    String domain = "";
    if (lexer.is('@')) {
      lexer.nextButComments();
      domain = domain(name);
    }
    while (lexer.kind() != Lexer.Kind.END && !ends()) {
      lexer.nextButComments();
    }
    if (lexer.is('>')) {
      lexer.next();
    }
    while (lexer.kind() != Lexer.Kind.END && !lexer.is(',') && !lexer.is(';')) {
      if (lexer.kind() == Lexer.Kind.COMMENT) {
        name.comment = lexer.token();
      }
      lexer.next();
    }
    String phrase = name.phrase();
    out.add(
        new Address.Mailbox(phrase.isEmpty() ? name.comment : phrase, route, local.last(), domain));
  }

  private boolean ends() {
    return lexer.is('>') || lexer.is(',') || lexer.is(';');
  }

  /** RFC 5322 section 4.4: {@code @a,@b:}. The lexer stands behind the bracket. */
  private String route() {
    StringBuilder route = new StringBuilder();
    while (lexer.is('@') || lexer.is(',')) {
      route.append(lexer.token());
      lexer.nextButComments();
      while (lexer.kind() == Lexer.Kind.WORD || lexer.kind() == Lexer.Kind.LITERAL) {
        route.append(lexer.token());
        lexer.nextButComments();
      }
    }
    if (lexer.is(':')) {
      lexer.nextButComments();
    }
    return route.toString();
  }

  /** The domain at the lexer's place: words and literals up to anything else but comments. */
  private String domain(Words words) {
    StringBuilder domain = new StringBuilder();
    while (true) {
      switch (lexer.kind()) {
        case WORD, LITERAL, QUOTED -> {
          if (lexer.afterBlank() && !domain.isEmpty() && !joins(domain)) {
            return domain.toString();
          }
          domain.append(lexer.token());
        }
        case COMMENT -> words.comment = lexer.token();
        case SPECIAL, END -> {
          return domain.toString();
        }
      }
      lexer.next();
    }
  }

  /** RFC 5322 section 4.4: blanks around the dots of a domain are obsolete. */
  private boolean joins(StringBuilder domain) {
    return domain.charAt(domain.length() - 1) == '.' || lexer.token().startsWith(".");
  }

  /** The words of an item before it is known what they are: a phrase, or a local part. */
  private static final class Words {
    private final StringBuilder text = new StringBuilder();
    private int lastFrom;
    private String comment = "";

    /** Adds a word; without a blank between, it is part of the one before it. */
    void add(String word, boolean afterBlank) {
      if (afterBlank && !text.isEmpty()) {
        text.append(' ');
        lastFrom = text.length();
      }
      text.append(word);
    }

    String phrase() {
      return text.toString().strip();
    }

    String last() {
      return text.substring(lastFrom);
    }

    String phraseBeforeLast() {
      return text.substring(0, lastFrom).strip();
    }
  }
}
