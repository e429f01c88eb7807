package mailroad.imap.command;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import mailroad.imap.syntax.Dates;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.imap.syntax.SequenceSet;
import mailroad.mailbox.Flag;

/** Reads the keys of SEARCH. Nesting and number are bounded, so that {@code NOT NOT NOT ...} ends in BAD. */
final class SearchKeyParser {
  static final int DEPTH_MAX = 50;
  static final int KEYS_MAX = 500;

  private final Input input;
  private final Charset charset;
  private int keys;

  SearchKeyParser(Input input, Charset charset) {
    this.input = input;
    this.charset = charset;
  }

  /** All keys up to the end: messages must be all of it. */
  SearchKey toTheEnd() throws Malformed {
    java.util.List<SearchKey> all = new ArrayList<>();
    do {
      all.add(key(0));
    } while (input.take(' '));
    return all.size() == 1 ? all.getFirst() : new SearchKey.And(all);
  }

  private SearchKey key(int depth) throws Malformed {
    if (depth > DEPTH_MAX) {
      throw new Malformed("search nested deeper than " + DEPTH_MAX);
    }
    if (++keys > KEYS_MAX) {
      throw new Malformed("more than " + KEYS_MAX + " search keys");
    }
    if (input.take('(')) {
      java.util.List<SearchKey> all = new ArrayList<>();
      do {
        all.add(key(depth + 1));
      } while (input.take(' '));
      input.need(')');
      return new SearchKey.And(all);
    }
    return SequenceSet.startsAt(input)
        ? new SearchKey.Numbered(SequenceSet.parse(input))
        : named(input.word(), depth);
  }

  private SearchKey named(String word, int depth) throws Malformed {
    return switch (word) {
      case "ALL" -> new SearchKey.All();
      case "ANSWERED" -> new SearchKey.Flagged(Flag.ANSWERED);
      case "DELETED" -> new SearchKey.Flagged(Flag.DELETED);
      case "DRAFT" -> new SearchKey.Flagged(Flag.DRAFT);
      case "FLAGGED" -> new SearchKey.Flagged(Flag.FLAGGED);
      case "SEEN" -> new SearchKey.Flagged(Flag.SEEN);
      case "UNANSWERED" -> not(new SearchKey.Flagged(Flag.ANSWERED));
      case "UNDELETED" -> not(new SearchKey.Flagged(Flag.DELETED));
      case "UNDRAFT" -> not(new SearchKey.Flagged(Flag.DRAFT));
      case "UNFLAGGED" -> not(new SearchKey.Flagged(Flag.FLAGGED));
      case "UNSEEN" -> not(new SearchKey.Flagged(Flag.SEEN));
      case "RECENT" -> new SearchKey.Recent();
      case "OLD" -> not(new SearchKey.Recent());
      case "NEW" ->
          new SearchKey.And(
              java.util.List.of(new SearchKey.Recent(), not(new SearchKey.Flagged(Flag.SEEN))));
      case "KEYWORD" -> keyword();
      case "UNKEYWORD" -> not(keyword());
      case "BEFORE" -> dated(SearchKey.When.BEFORE, false);
      case "ON" -> dated(SearchKey.When.ON, false);
      case "SINCE" -> dated(SearchKey.When.SINCE, false);
      case "SENTBEFORE" -> dated(SearchKey.When.BEFORE, true);
      case "SENTON" -> dated(SearchKey.When.ON, true);
      case "SENTSINCE" -> dated(SearchKey.When.SINCE, true);
      case "LARGER" -> new SearchKey.Larger(number());
      case "SMALLER" -> new SearchKey.Smaller(number());
      case "FROM", "TO", "CC", "BCC", "SUBJECT" ->
          new SearchKey.Field(word.toLowerCase(Locale.ROOT), text());
      case "HEADER" -> {
        String name = text();
        yield new SearchKey.Field(name, text());
      }
      case "BODY" -> new SearchKey.Body(text());
      case "TEXT" -> new SearchKey.Text(text());
      case "UID" -> {
        input.space();
        yield new SearchKey.Uid(SequenceSet.parse(input));
      }
      case "MODSEQ" -> modseq();
      case "EMAILID" -> new SearchKey.EmailId(objectId());
      case "THREADID" -> new SearchKey.ThreadId(objectId());
      case "SAVEDBEFORE" -> saved(SearchKey.When.BEFORE);
      case "SAVEDON" -> saved(SearchKey.When.ON);
      case "SAVEDSINCE" -> saved(SearchKey.When.SINCE);
      case "SAVEDATESUPPORTED" -> new SearchKey.All(); // RFC 8514 section 4.3: by every mailbox
      case "YOUNGER" -> within(true);
      case "OLDER" -> within(false);
      case "FUZZY" -> {
        input.space();
        yield new SearchKey.Fuzzy(key(depth + 1));
      }
      case "NOT" -> {
        input.space();
        yield not(key(depth + 1));
      }
      case "OR" -> {
        input.space();
        SearchKey left = key(depth + 1);
        input.space();
        yield new SearchKey.Or(left, key(depth + 1));
      }
      default -> throw new Malformed("unknown search key");
    };
  }

  private static SearchKey not(SearchKey key) {
    return new SearchKey.Not(key);
  }

  private SearchKey keyword() throws Malformed {
    input.space();
    return new SearchKey.Keyword(input.atom());
  }

  /** RFC 7162 section 3.1.5: all flags of a message have one modseq, so whichever is named makes no difference. */
  private SearchKey modseq() throws Malformed {
    input.space();
    if (input.peek() == '"') {
      input.string();
      input.space();
      if (!Set.of("PRIV", "SHARED", "ALL").contains(input.word())) {
        throw new Malformed("priv, shared or all expected");
      }
      input.space();
    }
    return new SearchKey.ModSeq(input.number63());
  }

  private String objectId() throws Malformed {
    input.space();
    return input.astringText();
  }

  private SearchKey saved(SearchKey.When when) throws Malformed {
    input.space();
    return new SearchKey.Saved(when, Dates.date(input));
  }

  private SearchKey dated(SearchKey.When when, boolean sent) throws Malformed {
    input.space();
    return new SearchKey.Dated(when, sent, Dates.date(input));
  }

  private SearchKey within(boolean younger) throws Malformed {
    long seconds = number();
    if (seconds == 0) {
      throw new Malformed("intervals begin at 1 second");
    }
    return new SearchKey.Within(younger, seconds);
  }

  private long number() throws Malformed {
    input.space();
    return input.number();
  }

  private String text() throws Malformed {
    input.space();
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(input.astring())).toString();
    } catch (CharacterCodingException e) {
      throw new Malformed("the text is not in the charset that SEARCH names");
    }
  }
}
