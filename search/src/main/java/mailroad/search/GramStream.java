package mailroad.search;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;

/** Runs of characters as Lucene takes them: one term each, without place or number. Used once. */
final class GramStream extends TokenStream {
  private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
  private final long[] grams;
  private int at;

  GramStream(Grams grams) {
    this.grams = grams.all();
  }

  @Override
  public boolean incrementToken() {
    if (at == grams.length) {
      return false;
    }
    clearAttributes();
    term.setBytesRef(Grams.term(grams[at++]));
    return true;
  }
}
