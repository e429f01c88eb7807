package mailroad.journal;

import java.time.temporal.ChronoUnit;
import java.util.List;
import mailroad.kernel.Event;
import mailroad.kernel.Reply;
import mailroad.kernel.Text;

/** An event in words, for journeys and for whoever prints events as they happen. Everything from outside is made visible. */
public final class EventText {
  private static final int LISTED_MAX = 20;

  private EventText() {}

  /** The event in one line, without its name and time. */
  public static String sentence(Event event) {
    return Text.visible(said(event));
  }

  /** What stands behind the event, a line each: reasons, deeper ones further in, or the dialogue. */
  public static List<String> details(Event event) {
    return switch (event) {
      case Event.Routed e -> e.why().toString().lines().toList();
      case Event.Judged e -> e.why().toString().lines().toList();
      case Event.Expanded e -> e.why().toString().lines().toList();
      case Event.Attempted e -> e.dialogue().stream().map(Text::visible).toList();
      default -> List.of();
    };
  }

  private static String said(Event event) {
    return switch (event) {
      case Event.Accepted e ->
          "%s to %s, %s%s, %s"
              .formatted(
                  e.sender(),
                  listed(e.recipients()),
                  Text.count(e.octets(), "octet"),
                  e.messageIdField().isEmpty() ? "" : ", Message-ID " + e.messageIdField(),
                  source(e.source()));
      case Event.Routed e -> e.recipient() + ": " + e.decision();
      case Event.Judged e -> e.verdict();
      case Event.Attempted e ->
          "%s%s: %s, in %d ms%s, for %s"
              .formatted(
                  e.host(),
                  e.address().map(a -> " " + EventFields.endpoint(a)).orElse(""),
                  e.outcome(),
                  e.took().toMillis(),
                  e.tls().isEmpty() ? "" : ", " + e.tls(),
                  listed(e.recipients()));
      case Event.Relayed e ->
          "%s to %s, which said %s%s"
              .formatted(
                  e.recipient(),
                  e.host(),
                  quoted(e.reply()),
                  e.theirId().map(id -> "; there it is " + id).orElse(""));
      case Event.Filed e ->
          "%s into %s of %s, uid %d".formatted(e.recipient(), e.mailbox(), e.account(), e.uid());
      case Event.Deferred e ->
          "%s after attempt %d, again at %s: %s"
              .formatted(
                  e.recipient(),
                  e.attempts(),
                  e.next().truncatedTo(ChronoUnit.SECONDS),
                  quoted(e.reply()));
      case Event.Failed e ->
          "%s: %s%s"
              .formatted(
                  e.recipient(),
                  quoted(e.reply()),
                  e.notice().map(id -> "; the sender is told in " + id).orElse("; nobody to tell"));
      case Event.DelayNoticed e ->
          "%s; the sender is told in %s".formatted(e.recipient(), e.notice());
      case Event.Expanded e -> "%s into %s".formatted(e.recipient(), listed(e.into()));
      case Event.Administered e -> "%s by %s".formatted(e.act(), e.by());
      case Event.Released e ->
          "%s by %s, on as %s".formatted(listed(e.recipients()), e.by(), e.as());
      case Event.Completed _ -> "nothing is left to be done here";
    };
  }

  private static String source(Event.Source source) {
    return switch (source) {
      case Event.Source.Smtp s ->
          "%s from %s (%s)%s%s"
              .formatted(
                  s.protocol(),
                  EventFields.endpoint(s.client()),
                  s.helo(),
                  s.tls().isEmpty() ? "" : ", " + s.tls(),
                  s.login().map(login -> ", login " + login).orElse(""));
      case Event.Source.Notice(var about) -> "a notice about " + about;
      case Event.Source.Local(var by) -> "handed in here by " + by;
      case Event.Source.Kept(var from, var by, _) ->
          "kept here as %s and released by %s".formatted(from, by);
    };
  }

  private static String quoted(Reply reply) {
    return "\"" + reply + "\"";
  }

  private static String listed(List<?> addresses) {
    String text =
        String.join(", ", addresses.stream().limit(LISTED_MAX).map(Object::toString).toList());
    int more = addresses.size() - LISTED_MAX;
    return more > 0 ? text + " and " + more + " more" : text;
  }
}
