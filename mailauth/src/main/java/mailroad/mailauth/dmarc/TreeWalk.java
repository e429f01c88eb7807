package mailroad.mailauth.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.mailauth.dmarc.DmarcRecord.PublicSuffix;

/** By asking the domain and those above it, eight at most (RFC 9989 section 4.10). */
record TreeWalk(Records records) implements Organisations {
  private static final int QUESTIONS_MAX = 8;

  /** A record on the way up. */
  private record Step(Domain at, DmarcRecord record, Why why) {}

  /**
   * The way up.
   *
   * @param steps the records on it, the lowest first
   * @param without where there is none
   */
  private record Way(
      Domain from, List<Step> steps, List<Why> without, Optional<Records.Unknown> unknown) {
    /** RFC 9989 section 4.10.2. */
    Domain organisation() {
      for (Step step : steps) {
        if (step.record().suffix() == PublicSuffix.NO) {
          return step.at();
        }
        if (step.record().suffix() == PublicSuffix.YES && !step.at().equals(from)) {
          return below(step.at());
        }
      }
      return steps.isEmpty() ? from : steps.getLast().at();
    }

    /** The domain one label below one that is above where the walk began. */
    private Domain below(Domain above) {
      String name = from.name();
      int end = name.length() - above.name().length() - 1;
      return new Domain(name.substring(name.lastIndexOf('.', end - 1) + 1));
    }
  }

  @Override
  public Optional<Domain> of(Domain domain) throws InterruptedException {
    Way way = walk(domain);
    return way.unknown().isPresent() ? Optional.empty() : Optional.of(way.organisation());
  }

  /** RFC 9989 section 4.10.1: the domain's own record, else that of its organisation, else that of the suffix. */
  @Override
  public Discovery discover(Domain domain) throws InterruptedException {
    Way way = walk(domain);
    if (way.unknown().isPresent()) {
      return new Discovery.Unknown(way.unknown().get().why());
    }
    Domain organisation = way.organisation();
    Why none =
        new Why(
            "neither " + domain + " nor a domain above it has a usable DMARC record",
            way.without());
    return choice(way, organisation)
        .<Discovery>map(step ->
            new Discovery.Found(step.at(), Optional.of(organisation), step.record(), step.why()))
        .orElseGet(() -> new Discovery.None(Optional.of(organisation), none));
  }

  private static Optional<Step> choice(Way way, Domain organisation) {
    return at(way, way.from())
        .or(() -> at(way, organisation))
        .or(() ->
            way.steps().stream()
                .filter(step -> step.record().suffix() == PublicSuffix.YES)
                .findFirst());
  }

  private static Optional<Step> at(Way way, Domain domain) {
    return way.steps().stream().filter(step -> step.at().equals(domain)).findFirst();
  }

  private Way walk(Domain from) throws InterruptedException {
    List<Step> steps = new ArrayList<>();
    List<Why> without = new ArrayList<>();
    for (Domain domain : upwards(from)) {
      switch (records.at(domain)) {
        case Records.One(var record, var why) -> {
          steps.add(new Step(domain, record, why));
          if (record.suffix() != PublicSuffix.UNSAID) {
            return new Way(from, steps, without, Optional.empty());
          }
        }
        case Records.Nothing(var why) -> without.add(why);
        case Records.Useless(var why) -> without.add(why);
        case Records.Unknown unknown -> {
          return new Way(from, steps, without, Optional.of(unknown));
        }
      }
    }
    return new Way(from, steps, without, Optional.empty());
  }

  /** The domain and those above it; of one with many labels those with seven and less. */
  static List<Domain> upwards(Domain from) {
    List<Domain> names = new ArrayList<>(List.of(from));
    String[] labels = from.name().split("\\.", -1);
    int most = Math.min(labels.length - 1, QUESTIONS_MAX - 1);
    for (int count = most; count >= 1; count--) {
      List<String> last = List.of(labels).subList(labels.length - count, labels.length);
      names.add(new Domain(String.join(".", last)));
    }
    return names;
  }
}
