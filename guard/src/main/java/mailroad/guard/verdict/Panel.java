package mailroad.guard.verdict;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.guard.verdict.Findings.Insisting;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Task;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.smtp.Recipient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all filters about a message: first those that need nobody else, in turn; then, unless these have found enough to
 * refuse it, the others, all at once. Each sees to its own time limit. Any number of tasks may ask.
 */
public final class Panel {
  private static final Logger LOG = LoggerFactory.getLogger(Panel.class);

  private final World world;
  private final List<Filter> filters;
  private final int recipientsMax;

  /**
   * A panel of these filters.
   *
   * @param recipientsMax for how many recipients filters are asked one by one
   */
  public Panel(World world, List<Filter> filters, int recipientsMax) {
    this.world = world;
    this.filters = List.copyOf(filters);
    this.recipientsMax = recipientsMax;
  }

  /** When enough was found that nobody else needs to be asked. */
  @FunctionalInterface
  public interface Enough {
    /** Whether this is enough. */
    boolean is(List<Evidence> evidence);
  }

  /** Whether any filter looks at such a message at all. */
  public boolean looksAt(Suspect suspect) {
    return filters.stream().anyMatch(filter -> filter.looksAt(suspect));
  }

  /** Asks. */
  public Findings ask(Suspect suspect, Enough enough) throws InterruptedException {
    List<Opinion> opinions = new ArrayList<>();
    Optional<Insisting> demand = Optional.empty();
    Map<EmailAddress, Insisting> refused = new LinkedHashMap<>();
    List<Filter> asked = filters.stream().filter(filter -> filter.looksAt(suspect)).toList();
    List<Filter> near = asked.stream().filter(filter -> !filter.asksOthers()).toList();
    for (Filter filter : near) {
      Opinion opinion = opinion(filter, suspect);
      opinions.add(opinion);
      demand = stronger(demand, filter, opinion);
      refused(refused, filter, opinion);
    }
    boolean isRefused = demand.filter(one -> one.demand() instanceof Demand.Refuse).isPresent();
    if (!isRefused && !enough.is(evidence(opinions))) {
      List<Filter> far = asked.stream().filter(Filter::asksOthers).toList();
      List<Opinion> theirs = atOnce(far, suspect);
      for (int i = 0; i < far.size(); i++) {
        opinions.add(theirs.get(i));
        demand = stronger(demand, far.get(i), theirs.get(i));
        refused(refused, far.get(i), theirs.get(i));
      }
    }
    return new Findings(
        evidence(opinions),
        own(near, suspect),
        demand,
        opinions.stream().flatMap(opinion -> opinion.changes().stream()).toList(),
        refused);
  }

  private static void refused(
      Map<EmailAddress, Insisting> refused, Filter filter, Opinion opinion) {
    opinion
        .refused()
        .forEach((recipient, demand) ->
            refused.putIfAbsent(recipient, new Insisting(filter.name(), demand)));
  }

  private static List<Evidence> evidence(List<Opinion> opinions) {
    return opinions.stream().flatMap(opinion -> opinion.evidence().stream()).toList();
  }

  private List<Opinion> atOnce(List<Filter> far, Suspect suspect) throws InterruptedException {
    if (far.size() == 1) {
      return List.of(opinion(far.getFirst(), suspect));
    }
    Opinion[] opinions = new Opinion[far.size()];
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < far.size(); i++) {
      int place = i;
      Filter filter = far.get(i);
      tasks.add(
          world.start("filter " + filter.name(), () -> opinions[place] = opinion(filter, suspect)));
    }
    try {
      for (Task task : tasks) {
        task.join();
      }
    } finally {
      tasks.forEach(Task::cancel);
    }
    List<Opinion> out = new ArrayList<>();
    for (Opinion opinion : opinions) {
      out.add(opinion == null ? Opinion.NONE : opinion);
    }
    return out;
  }

  /** A filter that has nothing to say is passed over; its rule for that, if it has another, is its own. */
  private static Opinion opinion(Filter filter, Suspect suspect) throws InterruptedException {
    try {
      return filter.look(suspect);
    } catch (FilterException | UncheckedIOException e) {
      LOG.warn(
          "event=filter-failed filter={} queue-id={} reason=\"{}\"",
          filter.name(),
          suspect.arriving().id(),
          Text.visible(String.valueOf(e.getMessage())));
      return Opinion.of(List.of(silent(filter, e)));
    }
  }

  private static Evidence silent(Filter filter, Exception e) {
    return new Evidence(
        filter.name() + "-failed", 0, "could not be asked: " + String.valueOf(e.getMessage()));
  }

  private Map<EmailAddress, List<Evidence>> own(List<Filter> near, Suspect suspect)
      throws InterruptedException {
    Map<EmailAddress, List<Evidence>> own = new LinkedHashMap<>();
    List<Recipient> recipients = suspect.arriving().envelope().recipients();
    for (Recipient recipient : recipients.subList(0, Math.min(recipientsMax, recipients.size()))) {
      List<Evidence> found = new ArrayList<>();
      for (Filter filter : near) {
        try {
          found.addAll(filter.look(suspect, recipient.address()));
        } catch (FilterException | UncheckedIOException e) {
          found.add(silent(filter, e));
        }
      }
      if (!found.isEmpty()) {
        own.put(recipient.address(), found);
      }
    }
    return own;
  }

  private static Optional<Insisting> stronger(
      Optional<Insisting> before, Filter filter, Opinion opinion) {
    Optional<Insisting> now = opinion.demand().map(one -> new Insisting(filter.name(), one));
    return before.isEmpty()
        ? now
        : now.filter(one -> BY_STRENGTH.compare(one, before.get()) > 0).or(() -> before);
  }

  private static final Comparator<Insisting> BY_STRENGTH =
      Comparator.comparingInt(insisting ->
          switch (insisting.demand()) {
            case Demand.Accept _ -> 0;
            case Demand.Discard _ -> 1;
            case Demand.Quarantine _ -> 2;
            case Demand.Refuse _ -> 3;
          });
}
