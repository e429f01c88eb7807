package mailroad.dns;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The keys that all trust begins with, as DS records by zone (RFC 4033 section 3.1). Does not change. */
final class TrustAnchors {
  private static final Pattern LINE =
      Pattern.compile("(\\S+)\\s+(?:\\d+\\s+)?(?:IN\\s+)?DS\\s+(.+)", Pattern.CASE_INSENSITIVE);

  /** The root's keys of 2017 and 2024, as IANA publishes them in {@code root-anchors.xml}. */
  static final TrustAnchors INTERNET =
      of(
          List.of(
              ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
              ". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16"));

  private final TreeMap<Name, List<DSRecord>> byZone = new TreeMap<>();

  private TrustAnchors() {}

  /**
   * Reads DS records as master files have them; the time to live and the class may be left out.
   *
   * @throws IllegalArgumentException if a line is none
   */
  static TrustAnchors of(List<String> lines) {
    TrustAnchors anchors = new TrustAnchors();
    for (String line : lines) {
      DSRecord ds = parse(line);
      anchors.byZone.merge(ds.getName(), List.of(ds), Records::both);
    }
    return anchors;
  }

  private static DSRecord parse(String line) {
    Matcher matcher = LINE.matcher(line.strip());
    Optional<Name> zone = matcher.matches() ? Records.name(matcher.group(1)) : Optional.empty();
    if (zone.isEmpty()) {
      throw new IllegalArgumentException("not a DS record: " + line);
    }
    try {
      return (DSRecord)
          Record.fromString(
              zone.get().canonicalize(), Type.DS, DClass.IN, 0, matcher.group(2), Name.root);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException("not a DS record: " + line, e);
    }
  }

  /** What is trusted of what is known; zones without any trusted key are left out. */
  static TrustAnchors trustedBy(Map<Name, TrustPoint> points) {
    TrustAnchors anchors = new TrustAnchors();
    points.forEach((zone, point) -> {
      if (!point.trusted().isEmpty()) {
        anchors.byZone.put(
            zone, point.trusted().stream().map(anchor -> ds(zone, anchor.ds())).toList());
      }
    });
    return anchors;
  }

  /** The record of which only the data are given, in a form that was parsed before. */
  static DSRecord ds(Name zone, String data) {
    return parse(zone + " IN DS " + data);
  }

  /** The records by zone. */
  SortedMap<Name, List<DSRecord>> zones() {
    return Collections.unmodifiableSortedMap(byZone);
  }

  boolean isEmpty() {
    return byZone.isEmpty();
  }

  /** The deepest zone with an anchor at or above the name. */
  Optional<Map.Entry<Name, List<DSRecord>>> above(Name name) {
    for (Name above : Records.upwards(name)) {
      List<DSRecord> keys = byZone.get(above);
      if (keys != null) {
        return Optional.of(Map.entry(above, keys));
      }
    }
    return Optional.empty();
  }
}
