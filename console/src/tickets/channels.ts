import { AtSign, Bot, FileText, Mail, MessageCircle, MessagesSquare, Phone, PanelsTopLeft, Share2, Webhook } from '@lucide/vue'

const icons: Record<string, typeof Bot> = {
  form: FileText,
  portal: PanelsTopLeft,
  chat: MessageCircle,
  email: Mail,
  phone: Phone,
  wechat: MessagesSquare,
  wechat_kf: MessagesSquare,
  wecom: MessagesSquare,
  feishu: MessagesSquare,
  dingtalk: MessagesSquare,
  social: Share2,
  api: Webhook,
}

export const channels = Object.keys(icons)

export function iconOf(channel: string): typeof Bot {
  return icons[channel] ?? AtSign
}
