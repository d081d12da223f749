/** Chinese and numerals stand apart, as all our words have it; the browser's own "5分钟前" do not. Dates stay as Chinese writes them. */
export function spaced(text: string): string {
  return text.replace(/(\d)(?=[\u4e00-\u9fff])/g, '$1 ').replace(/([\u4e00-\u9fff])(?=\d)/g, '$1 ')
}
