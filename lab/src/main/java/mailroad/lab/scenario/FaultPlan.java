package mailroad.lab.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import mailroad.lab.sim.Crash;
import mailroad.lab.sim.Link;

/**
 * What goes wrong, in the order of its beginning.
 *
 * @param faults all of it
 * @param over when all is well again
 */
public record FaultPlan(List<Fault> faults, Duration over) {
  private static final int STEPS_MAX = 150;
  private static final int BEFORE_LETTER_SECONDS_MAX = 5;
  private static final int AFTER_LETTER_SECONDS_MAX = 60;
  private static final int OFF_ROAD_ONE_IN = 4;
  private static final int CUT_OCTETS_MAX = 5_000;
  private static final int FAILING_WRITES_MAX = 4;
  private static final int SHORT_SECONDS_MAX = 120;

  /** The faults do not change. */
  public FaultPlan {
    faults = List.copyOf(faults);
  }

  /** No fault at all. */
  public static final FaultPlan NONE = new FaultPlan(List.of(), Duration.ZERO);

  /**
   * What a plan is drawn for.
   *
   * @param machines all that can fail
   * @param roads the letters in the midst of which it happens
   * @param over when it has to be over
   */
  public record Occasion(List<String> machines, List<Road> roads, Duration over) {
    /** The lists do not change. */
    public Occasion {
      machines = List.copyOf(machines);
      roads = List.copyOf(roads);
    }
  }

  /**
   * The way of a letter.
   *
   * @param at when it is sent
   * @param desk the machine that it is written on
   * @param servers the mail servers that it passes
   */
  public record Road(Duration at, String desk, List<String> servers) {
    /** The servers do not change. */
    public Road {
      servers = List.copyOf(servers);
    }
  }

  /** Random faults, most of them while a letter is on its way. */
  public static FaultPlan draw(Occasion occasion, int faultsMax, SplittableRandom random) {
    Drawing drawing = new Drawing(occasion, random);
    List<Fault> faults = new ArrayList<>();
    for (int i = random.nextInt(faultsMax + 1); i > 0; i--) {
      faults.add(drawing.fault());
    }
    faults.sort(Comparator.comparing(Fault::at));
    return new FaultPlan(faults, occasion.over());
  }

  /** The plan, a fault a line. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    faults.forEach(fault -> out.append("  ").append(fault).append('\n'));
    return out.toString();
  }

  /** The dice. */
  private record Drawing(Occasion occasion, SplittableRandom random) {
    Fault fault() {
      Road road = occasion.roads().get(random.nextInt(occasion.roads().size()));
      Duration at = moment(road);
      Duration lasts = lasts(occasion.over().minus(at));
      return switch (random.nextInt(12)) {
        case 0, 1 -> new Fault.Down(at, lasts, machine(road), how());
        case 2, 3, 4 -> {
          int steps = random.nextInt(1, STEPS_MAX);
          yield new Fault.DownInTheMiddle(at, lasts, server(road), how(), steps);
        }
        case 5 -> {
          Wire wire = wire(road);
          yield new Fault.Partition(at, lasts, wire.one(), wire.other());
        }
        case 6 -> new Fault.Isolation(at, lasts, machine(road));
        case 7, 8, 9 -> {
          Wire wire = wire(road);
          yield new Fault.BadLink(at, lasts, wire.one(), wire.other(), badLink());
        }
        case 10 -> {
          Wire wire = wire(road);
          yield new Fault.Cut(at, wire.one(), wire.other());
        }
        default ->
            random.nextBoolean()
                ? new Fault.FullDisk(at, lasts, server(road))
                : new Fault.FailingDisk(
                    at, server(road), random.nextInt(1, FAILING_WRITES_MAX + 1));
      };
    }

    /** Mostly about when the letter is written, as little happens in between. */
    private Duration moment(Road road) {
      if (random.nextInt(OFF_ROAD_ONE_IN) == 0) {
        return upTo(occasion.over());
      }
      int after = random.nextBoolean() ? 0 : AFTER_LETTER_SECONDS_MAX;
      Duration moment =
          road.at()
              .minusSeconds(BEFORE_LETTER_SECONDS_MAX)
              .plus(upTo(Duration.ofSeconds(BEFORE_LETTER_SECONDS_MAX + after)));
      return moment.isNegative()
          ? Duration.ZERO
          : moment.compareTo(occasion.over()) < 0 ? moment : occasion.over();
    }

    /** Two machines. */
    private record Wire(String one, String other) {}

    /** Mostly one that the letter passes. */
    private Wire wire(Road road) {
      List<String> stops = new ArrayList<>(road.servers());
      stops.addFirst(road.desk());
      if (random.nextInt(OFF_ROAD_ONE_IN) > 0) {
        int from = random.nextInt(stops.size() - 1);
        return new Wire(stops.get(from), stops.get(from + 1));
      }
      String one = pick(stops);
      String other = one;
      while (other.equals(one)) {
        other = pick(occasion.machines());
      }
      return new Wire(one, other);
    }

    private String machine(Road road) {
      return random.nextInt(OFF_ROAD_ONE_IN) == 0 ? pick(occasion.machines()) : server(road);
    }

    private String server(Road road) {
      return pick(road.servers());
    }

    private String pick(List<String> names) {
      return names.get(random.nextInt(names.size()));
    }

    private Crash how() {
      return random.nextBoolean() ? Crash.RESET : Crash.SILENCE;
    }

    /** Most faults last seconds, some as long as they can. */
    private Duration lasts(Duration longest) {
      Duration some =
          random.nextInt(3) == 0
              ? upTo(longest)
              : Duration.ofSeconds(random.nextInt(1, SHORT_SECONDS_MAX));
      return some.compareTo(longest) < 0 ? some : longest;
    }

    private Duration upTo(Duration longest) {
      return Duration.ofMillis(random.nextLong(longest.toMillis() + 1));
    }

    private Link badLink() {
      Link link = Link.INTERNET;
      return switch (random.nextInt(5)) {
        case 0 -> link.withLatency(Duration.ofMillis(500), Duration.ofSeconds(20));
        case 1 -> link.withOctetsPerSecond(random.nextInt(500, 20_000));
        case 2 -> link.withLoss(random.nextDouble(0.1, 0.9));
        default -> link.withCut(random.nextDouble(0.2, 1), random.nextInt(1, CUT_OCTETS_MAX));
      };
    }
  }
}
