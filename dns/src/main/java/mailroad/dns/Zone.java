package mailroad.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * A zone as a master file describes it (RFC 1035 section 5): one SOA, name servers, records, and cuts
 * where name servers of a deeper zone are named. Does not change once read.
 *
 * <p>{@code $INCLUDE} is refused: a zone is what its text says. {@code $GENERATE} is refused too.
 */
public final class Zone {
  private static final long TTL_SECONDS_DEFAULT = 3600;
  private static final Pattern AT_LINE = Pattern.compile("^.*?:(\\d+): ");

  private final Name origin;
  private final SOARecord soa;

  /** By name and type. A name with no types is there only because of names below it (RFC 4592 section 2.2.2). */
  private final TreeMap<Name, TreeMap<Integer, List<Record>>> nodes = new TreeMap<>();

  /** The NSEC3 records; their names are hashes, and not names of the zone. */
  private final List<NSEC3Record> hashed = new ArrayList<>();

  private final ZoneProofs proofs;

  private Zone(Name origin, List<Record> records) throws ZoneException {
    this.origin = origin;
    for (Record record : records) {
      add(record);
    }
    List<Record> soas = at(origin, Type.SOA);
    if (soas.size() != 1) {
      throw new ZoneException(0, "%s has %d SOA records, not one".formatted(this, soas.size()));
    }
    soa = (SOARecord) soas.getFirst();
    check();
    proofs = new ZoneProofs(this);
  }

  /**
   * Reads a zone.
   *
   * @param origin the zone's name, which relative names are below; the root is {@code .} or empty
   * @param text the master file; records without a time to live get that of {@code $TTL}, of the record
   *     before, or an hour
   * @throws ZoneException at the first fault
   */
  public static Zone parse(String origin, String text) throws ZoneException {
    Name name =
        Records.name(origin)
            .orElseThrow(() -> new ZoneException(0, "not a zone name: \"" + origin + "\""));
    return new Zone(name, read(name, text));
  }

  private static List<Record> read(Name origin, String text) throws ZoneException {
    List<Record> records = new ArrayList<>();
    ByteArrayInputStream in =
        new ByteArrayInputStream(inAscii(text).getBytes(StandardCharsets.US_ASCII));
    try (Master master = new Master(in, origin, TTL_SECONDS_DEFAULT)) {
      master.disableIncludes(true);
      master.expandGenerate(false);
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        records.add(record);
      }
      if (master.generators().hasNext()) {
        throw new ZoneException(0, "$GENERATE is not supported");
      }
    } catch (IOException | IllegalArgumentException e) {
      // Numbers out of range come as complaints of dnsjava's constructors.
      throw fault(origin, text, Objects.requireNonNullElse(e.getMessage(), "cannot be read"));
    } catch (IndexOutOfBoundsException e) {
      // dnsjava looks at the first character of a word without asking whether there is one.
      throw new ZoneException(0, "an empty word, \"\", where something must stand");
    }
    return records;
  }

  /** Octets beyond ASCII as master files write them, since dnsjava would encode them once more. */
  private static String inAscii(String text) {
    if (text.chars().allMatch(c -> c < 128)) {
      return text;
    }
    StringBuilder ascii = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      ascii.append(octet < 0 ? "\\" + (octet & 0xff) : String.valueOf((char) octet));
    }
    return ascii.toString();
  }

  /**
   * dnsjava says {@code name of the stream:line: what is wrong}; where something is missing at the end of a
   * line it has counted that end already, as shows when the text stops there.
   */
  private static ZoneException fault(Name origin, String text, String message) {
    Matcher matcher = AT_LINE.matcher(message);
    if (!matcher.find()) {
      return new ZoneException(0, message);
    }
    int line = (int) Math.min(Integer.parseInt(matcher.group(1)), text.lines().count());
    String what = message.substring(matcher.end());
    String before = text.lines().limit(line - 1L).collect(Collectors.joining("\n", "", "\n"));
    try {
      read(origin, before);
    } catch (ZoneException e) {
      if (e.what().equals(what)) {
        return e;
      }
    }
    return new ZoneException(line, what);
  }

  private void add(Record record) throws ZoneException {
    if (!record.getName().subdomain(origin)) {
      throw new ZoneException(0, "not within %s: %s".formatted(this, Records.line(record)));
    }
    if (record.getDClass() != DClass.IN) {
      throw new ZoneException(0, "not of class IN: " + record);
    }
    for (Name name : Records.upwards(record.getName())) {
      if (!name.subdomain(origin)) {
        break;
      }
      nodes.computeIfAbsent(name, _ -> new TreeMap<>());
    }
    List<Record> set =
        nodes
            .computeIfAbsent(record.getName(), _ -> new TreeMap<>())
            .computeIfAbsent(record.getType(), _ -> new ArrayList<>());
    if (record instanceof NSEC3Record nsec3) {
      hashed.add(nsec3);
    }
    if (!set.contains(record)) {
      // RFC 2181 section 5.2: one time to live for the whole set.
      boolean alone = set.isEmpty() || record.getType() == Type.RRSIG;
      set.add(alone ? record : Records.withTtl(record, set.getFirst().getTTL()));
    }
  }

  private void check() throws ZoneException {
    if (at(origin, Type.NS).isEmpty()) {
      throw new ZoneException(0, this + " has no NS records");
    }
    for (Map.Entry<Name, TreeMap<Integer, List<Record>>> node : nodes.entrySet()) {
      List<Record> cnames = node.getValue().getOrDefault(Type.CNAME, List.of());
      // RFC 1034 section 3.6.2 and RFC 2181 section 10.1: a CNAME stands alone; RFC 4034 section 3
      // and 4:
      // but for its signature and NSEC.
      boolean alone =
          node.getValue().keySet().stream()
              .allMatch(type -> type == Type.CNAME || type == Type.RRSIG || type == Type.NSEC);
      if (!cnames.isEmpty() && (cnames.size() > 1 || !alone)) {
        throw new ZoneException(
            0, "%s has a CNAME and other records".formatted(Records.show(node.getKey())));
      }
    }
  }

  /** The zone's name, lower case, without a trailing dot; the root is empty. */
  public String origin() {
    return Records.text(origin);
  }

  /** All records as one-line text, in canonical order (RFC 4034 section 6.1). */
  public List<String> lines() {
    return nodes.values().stream()
        .flatMap(types -> types.values().stream())
        .flatMap(set -> Records.lines(set).stream())
        .toList();
  }

  Name name() {
    return origin;
  }

  SOARecord soa() {
    return soa;
  }

  /** Whether the name is there, be it only for names below it. */
  boolean has(Name name) {
    return nodes.containsKey(name);
  }

  /** Records of one type at a name, as they stand. */
  List<Record> at(Name name, int type) {
    TreeMap<Integer, List<Record>> types = nodes.get(name);
    return types == null ? List.of() : types.getOrDefault(type, List.of());
  }

  /** All records at a name. */
  List<Record> at(Name name) {
    TreeMap<Integer, List<Record>> types = nodes.get(name);
    return types == null ? List.of() : types.values().stream().flatMap(List::stream).toList();
  }

  List<NSEC3Record> hashed() {
    return hashed;
  }

  ZoneProofs proofs() {
    return proofs;
  }

  /** The last name that is not behind this one, in canonical order, and has records of the type. */
  Optional<Name> atOrBefore(Name name, int type) {
    return nodes.headMap(name, true).descendingMap().entrySet().stream()
        .filter(node -> node.getValue().containsKey(type))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public String toString() {
    return "zone " + Records.show(origin);
  }
}
