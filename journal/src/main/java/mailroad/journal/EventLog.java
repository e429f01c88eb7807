package mailroad.journal;

import java.util.List;
import java.util.function.Consumer;
import mailroad.kernel.Event;
import mailroad.kernel.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each event as one line, {@code queue-id=... event=... key=value}: what came from outside is made
 * visible, so that nobody can forge a line. Reasons and dialogues stay in the journal.
 */
public final class EventLog implements Consumer<Event> {
  private static final Logger LOG = LoggerFactory.getLogger("mailroad.events");
  private static final int LISTED_MAX = 10;

  @Override
  public void accept(Event event) {
    if (LOG.isInfoEnabled()) {
      LOG.info("{}", line(event));
    }
  }

  /** The line. */
  static String line(Event event) {
    StringBuilder out = new StringBuilder();
    out.append("queue-id=").append(event.message().value());
    out.append(" event=").append(EventFields.name(event));
    EventFields.facts(event)
        .forEach((name, value) -> out.append(' ').append(name).append('=').append(value(value)));
    return out.toString();
  }

  private static String value(Object value) {
    String text = value instanceof List<?> list ? listed(list) : value.toString();
    String visible = Text.visible(text);
    return visible.isEmpty() || visible.contains(" ") || visible.contains("\"")
        ? "\"" + visible.replace("\"", "\\\"") + "\""
        : visible;
  }

  private static String listed(List<?> list) {
    String text = String.join(",", list.stream().limit(LISTED_MAX).map(Object::toString).toList());
    int more = list.size() - LISTED_MAX;
    return more > 0 ? text + ",+" + more : text;
  }
}
