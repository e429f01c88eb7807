package mailroad.guard.report.received;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import mailroad.kernel.Text;

/**
 * Reads the XML of a report as it comes, and keeps no more of it than {@link FeedbackBuilder} needs. XML can do much that no
 * report does (A23): a document type, and with it each entity of its own, ends the reading, nothing is fetched from
 * anywhere, and depth, text and rows have bounds; that of all octets is the stream's. Pure but for the stream.
 *
 * <p>Elements are known by their path and local names alone: RFC 7489 appendix C has no namespace, RFC 9990 has one, and
 * senders invent further ones.
 */
public final class FeedbackReader {
  private static final int DEPTH_MAX = 16;

  /** Longer text is cut; no value that is kept is that long. */
  private static final int TEXT_CHARACTERS_MAX = 1_000;

  private static final int REASON_CHARACTERS_MAX = 200;
  private static final String ROOT = "/feedback";

  private final FeedbackBuilder builder;
  private final StringBuilder path = new StringBuilder();
  private final StringBuilder text = new StringBuilder();
  private int depth;

  private FeedbackReader(FeedbackBuilder builder) {
    this.builder = builder;
  }

  /**
   * Reads a report.
   *
   * @param rowsReadMax a report with more rows is not read
   * @param rowsMax most kinds of messages that are kept
   * @throws IOException if the stream fails, or ends in nothing that can be unpacked
   */
  public static Reading read(InputStream in, int rowsReadMax, int rowsMax) throws IOException {
    FeedbackBuilder builder = new FeedbackBuilder(rowsReadMax);
    try {
      new FeedbackReader(builder).readAll(in);
      return new Reading.Sound(builder.build(rowsMax));
    } catch (UnreadableException e) {
      return new Reading.Faulty(String.valueOf(e.getMessage()));
    } catch (XMLStreamException e) {
      if (e.getNestedException() instanceof IOException failed) {
        throw failed;
      }
      return new Reading.Faulty("its XML is broken" + where(e));
    }
  }

  private static String where(XMLStreamException e) {
    String said = String.valueOf(e.getMessage());
    int from = said.indexOf("Message: ");
    String reason = from < 0 ? said : said.substring(from + "Message: ".length());
    String first = reason.lines().findFirst().orElse("");
    String cut = first.substring(0, Math.min(first.length(), REASON_CHARACTERS_MAX));
    return e.getLocation() == null
        ? ": " + Text.visible(cut)
        : " in line %d: %s".formatted(e.getLocation().getLineNumber(), Text.visible(cut));
  }

  /** The JDK's own reader, whatever stands on the class path, with all of it off that reaches beyond the stream. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_VALIDATING, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setXMLResolver((_, _, _, _) -> {
      throw new XMLStreamException("it refers to something outside of it");
    });
    return factory;
  }

  private void readAll(InputStream in) throws XMLStreamException, UnreadableException {
    XMLStreamReader xml = factory().createXMLStreamReader(in);
    try {
      while (!builder.isOver() && xml.hasNext()) {
        step(xml, next(xml));
      }
    } finally {
      xml.close();
    }
  }

  /** The JDK's reader fails unchecked at some damage, such as a NUL in a document type: it is damage all the same. */
  private static int next(XMLStreamReader xml) throws XMLStreamException, UnreadableException {
    try {
      return xml.next();
    } catch (RuntimeException e) {
      throw new UnreadableException("its XML is broken: " + e.getClass().getSimpleName());
    }
  }

  private void step(XMLStreamReader xml, int event) throws UnreadableException {
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> open(local(xml.getLocalName()));
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> more(xml);
      case XMLStreamConstants.END_ELEMENT -> close();
      case XMLStreamConstants.DTD ->
          throw new UnreadableException("it has a document type, which no report has");
      case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.ENTITY_DECLARATION ->
          throw new UnreadableException("it has an entity of its own, which no report has");
      default -> {} // comments, white space, instructions
    }
  }

  private static String local(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  private void open(String name) throws UnreadableException {
    if (++depth > DEPTH_MAX) {
      throw new UnreadableException("it is more than %d elements deep".formatted(DEPTH_MAX));
    }
    if (depth == 1 && !ROOT.endsWith("/" + name)) {
      throw new UnreadableException(
          "it is XML, and no report: its root is " + Text.visible(FeedbackBuilder.bounded(name)));
    }
    path.append('/').append(name);
    text.setLength(0);
    builder.open(path.toString());
  }

  private void more(XMLStreamReader xml) {
    int room = TEXT_CHARACTERS_MAX - text.length();
    if (room > 0) {
      int length = Math.min(room, xml.getTextLength());
      text.append(xml.getTextCharacters(), xml.getTextStart(), length);
    }
  }

  private void close() throws UnreadableException {
    builder.close(path.toString(), text.toString().strip());
    text.setLength(0);
    path.setLength(path.lastIndexOf("/"));
    depth--;
  }

  /** What reading came to. */
  public sealed interface Reading {
    /** A report. */
    record Sound(Feedback feedback) implements Reading {}

    /** None, or one that is not read. */
    record Faulty(String reason) implements Reading {}
  }
}
