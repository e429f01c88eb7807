package mailroad.imap.session;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import mailroad.imap.command.SortBy;
import mailroad.mailbox.Message;
import mailroad.mailbox.Outline;
import mailroad.mime.Address;
import mailroad.mime.EncodedWords;

/**
 * What of a message SORT compares (RFC 5256 section 3), made once for each message.
 *
 * @param keys one for each criterion
 * @param uid decides where all else is the same: messages stand in the order of the mailbox
 */
record SortKeys(List<Comparable<?>> keys, long uid) {
  /** RFC 5256 section 2.2: the moment that Date names, or else that of its arrival. */
  static Instant sent(Message message, Optional<Outline> outline) {
    return outline
        .flatMap(Outline::sent)
        .map(OffsetDateTime::toInstant)
        .orElse(message.internalDate());
  }

  /** Whether any criterion needs the outline. */
  static boolean needOutline(List<SortBy> order) {
    return order.stream()
        .anyMatch(by ->
            switch (by.key()) {
              case ARRIVAL, SIZE, RELEVANCY -> false;
              case CC, DATE, FROM, SUBJECT, TO, DISPLAYFROM, DISPLAYTO -> true;
            });
  }

  /**
   * The keys of a message.
   *
   * @param outline empty if it is not needed, or the message is gone
   * @param relevancy from 1 to 100
   */
  static SortKeys of(
      List<SortBy> order, Message message, Optional<Outline> outline, int relevancy) {
    List<Comparable<?>> keys = new ArrayList<>(order.size());
    for (SortBy by : order) {
      keys.add(
          switch (by.key()) {
            case ARRIVAL -> message.internalDate();
            case SIZE -> message.octets();
            case RELEVANCY -> -relevancy; // RFC 6203 section 5: the best come first
            case DATE -> sent(message, outline);
            case SUBJECT -> Collation.of(outline.map(o -> o.baseSubject().text()).orElse(""));
            case FROM -> mailbox(outline.map(o -> o.envelope().from()));
            case TO -> mailbox(outline.map(o -> o.envelope().to()));
            case CC -> mailbox(outline.map(o -> o.envelope().cc()));
            case DISPLAYFROM -> display(outline.map(o -> o.envelope().from()));
            case DISPLAYTO -> display(outline.map(o -> o.envelope().to()));
          });
    }
    return new SortKeys(keys, message.uid());
  }

  /** RFC 5256 section 3: {@code addr-mailbox} of the first address, which of a group is its name. */
  private static Collation mailbox(Optional<List<Address>> addresses) {
    return Collation.of(
        addresses
            .filter(list -> !list.isEmpty())
            .map(list ->
                switch (list.getFirst()) {
                  case Address.Mailbox mailbox -> mailbox.localPart();
                  case Address.GroupStart(var name) -> name;
                  case Address.GroupEnd() -> "";
                })
            .orElse(""));
  }

  /** RFC 5957 section 3: the name that is shown, or the address where there is none. */
  private static Collation display(Optional<List<Address>> addresses) {
    return Collation.of(
        addresses
            .filter(list -> !list.isEmpty())
            .map(list ->
                switch (list.getFirst()) {
                  case Address.Mailbox(var name, _, var local, var domain) ->
                      name.isEmpty() ? local + "@" + domain : EncodedWords.decode(name);
                  case Address.GroupStart(var name) -> EncodedWords.decode(name);
                  case Address.GroupEnd() -> "";
                })
            .orElse(""));
  }

  /** The order that these criteria ask for; the keys must have been made for the same. */
  static Comparator<SortKeys> by(List<SortBy> order) {
    return (a, b) -> {
      for (int i = 0; i < order.size(); i++) {
        int compared = compare(a.keys.get(i), b.keys.get(i));
        if (compared != 0) {
          return order.get(i).reverse() ? -compared : compared;
        }
      }
      return Long.compare(a.uid, b.uid);
    };
  }

  /** Keys of one criterion are of one kind. */
  private static int compare(Comparable<?> a, Comparable<?> b) {
    return switch (a) {
      case Instant moment when b instanceof Instant other -> moment.compareTo(other);
      case Collation text when b instanceof Collation other -> text.compareTo(other);
      case Long number when b instanceof Long other -> number.compareTo(other);
      case Integer number when b instanceof Integer other -> number.compareTo(other);
      default -> throw new IllegalArgumentException("keys of two criteria");
    };
  }
}
