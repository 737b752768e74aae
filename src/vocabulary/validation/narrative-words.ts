const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** R4 narrative 2.8.0.1: HTML 4.0 chapters 7–11 (without section 4 of 9) and 15, links and images; nothing that acts. */
export const allowedElements = words(
  `div p br h1 h2 h3 h4 h5 h6 a span b em i strong small big tt dfn q var abbr acronym cite blockquote hr address bdo
   kbd sub sup ul ol li dl dt dd pre table caption colgroup col thead tr tfoot tbody th td code samp img map area ins del`,
)

/** On any element. */
export const commonAttributes = words(
  `title style class id lang xml:lang dir accesskey tabindex span width align valign char charoff abbr axis headers scope
   rowspan colspan`,
)

/** On one element: `a.href`. */
export const ownAttributes = words(
  `a.href a.name a.charset a.type a.hreflang a.rel a.rev a.shape a.coords img.src img.alt img.longdesc img.height
   img.width img.usemap img.ismap img.border map.name area.shape area.coords area.href area.nohref area.alt
   blockquote.cite q.cite table.summary table.border table.frame table.rules table.cellspacing table.cellpadding
   pre.space td.nowrap th.nowrap col.width ins.cite del.cite ins.datetime del.datetime`,
)

export const urlAttributes = words('href src cite longdesc usemap')
