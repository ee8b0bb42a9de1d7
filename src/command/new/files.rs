//! The words of a starting site. Data only: what an officer sees first, with a comment beside every key.

use crate::command::new::NewAgency;
use crate::source::meta::AgencyType;
use crate::thai::{slug, to_thai};

/// Path below the new folder → text, in the order of writing.
pub fn starting_files(agency: &NewAgency, portal: bool) -> Vec<(String, String)> {
    let year = agency.year.be();
    let mut files = Vec::new();
    let base = if portal {
        let place = agency.tambon.as_deref().or(agency.amphoe.as_deref()).unwrap_or(&agency.province);
        format!("content/{}", slug::slug(place))
    } else {
        "content".to_owned()
    };
    files.push(("content/portal.md".to_owned(), portal_file(agency, portal)));
    files.push((format!("{base}/agency.md"), agency_file(agency)));
    files.push((format!("{base}/{year}/plan.md"), plan_file(agency)));
    files.push((format!("{base}/{year}/report-6m.md"), report_file(agency)));
    files.push(("README.txt".to_owned(), readme(agency, &base)));
    files.push((".gitignore".to_owned(), "/output/\n/.output.prongsai/\n".to_owned()));
    files
}

/// A value that YAML takes as it stands.
pub fn quoted(text: &str) -> String {
    let plain = text
        .chars()
        .all(|letter| letter.is_alphanumeric() || crate::thai::segment::is_mark(letter) || "ๆฯ .()".contains(letter));
    let plain = plain && !text.ends_with('.') && text.chars().next().is_some_and(char::is_alphabetic);
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) }
}

fn portal_file(agency: &NewAgency, of_many: bool) -> String {
    let (title, words) = if of_many {
        let words = format!("เว็บนี้รวมแผนป้องกันการทุจริต รายงานผล และประกาศของหน่วยงานในจังหวัด{}", agency.province);
        (format!("โปร่งใส จังหวัด{}", agency.province), words)
    } else {
        (format!("โปร่งใส {}", agency.name), format!("แผนป้องกันการทุจริต รายงานผล และประกาศของ{}", agency.name))
    };
    let address = match &agency.base_url {
        Some(address) => format!("base_url: {address}\n"),
        None => "# base_url: https://www.example.go.th/\n".to_owned(),
    };
    let more = if of_many {
        "\n<!-- เพิ่มหน่วยงาน: สั่ง prongsai new agency ชื่อโฟลเดอร์คือที่อยู่บนเว็บ -->\n"
    } else {
        ""
    };
    format!(
        "---\n\
         # ตั้งค่าทั้งเว็บ บรรทัดที่ขึ้นต้นด้วย # คือคำอธิบาย ลบ # ข้างหน้าเมื่อจะใช้คีย์นั้น\n\
         kind: portal\n\
         # ชื่อเว็บ แสดงที่หัวทุกหน้า\n\
         title: {}\n\
         # ที่อยู่จริงของเว็บเมื่อเผยแพร่ ใช้ทำลิงก์ถาวร คิวอาร์ และแผนผังเว็บ\n\
         {address}\
         # ตัวเลขบนเว็บ: thai (๑๒๓) หรือ arabic (123)\n\
         digits: thai\n\
         # ภาษา: [th] หรือ [th, en] เมื่อมีหน้าภาษาอังกฤษด้วย\n\
         # languages: [th]\n\
         # ธีม: prongsai, plain หรือชื่อโฟลเดอร์ใน themes/\n\
         # theme: prongsai\n\
         # ผู้ดูแลเว็บและอีเมลสำหรับแจ้งเรื่องเว็บ\n\
         # operator: สำนักปลัด\n\
         # contact_email: saraban@example.go.th\n\
         # ผู้อื่นนำข้อมูลไปใช้ต่อได้อย่างไร\n\
         # licence: เผยแพร่เป็นข้อมูลเปิด ใช้ต่อได้โดยอ้างที่มา\n\
         # เปลี่ยนระดับของข้อค้นพบทั้งเว็บ: error, warning, note\n\
         # severities: {{ T304: note }}\n\
         # ที่อยู่ที่เปิดโปรแกรมแก้ไขจากหน้าตัวอย่าง\n\
         # editor: vscode://file/{{path}}:{{line}}:{{column}}\n\
         # ส่งเว็บขึ้นโฮสต์ด้วย prongsai publish ดูคู่มือหัวข้อ เผยแพร่\n\
         # publish: []\n\
         # ทางลัดในโฟลเดอร์เนื้อหาที่ยอมให้ชี้ออกนอกโฟลเดอร์\n\
         # outside_links: []\n\
         ---\n\
         {words}\n{more}",
        quoted(&title),
    )
}

pub fn agency_file(agency: &NewAgency) -> String {
    let mut place = String::new();
    if let Some(tambon) = &agency.tambon {
        place.push_str(&format!("tambon: {}\n", quoted(tambon)));
    }
    if let Some(amphoe) = &agency.amphoe {
        place.push_str(&format!("amphoe: {}\n", quoted(amphoe)));
    }
    place.push_str(&format!("province: {}\n", quoted(&agency.province)));
    if let Some(postcode) = agency.postcode {
        place.push_str(&format!("postcode: {postcode}\n"));
    }
    let short = agency.name.replacen("องค์การบริหารส่วนตำบล", "อบต.", 1).replacen("องค์การบริหารส่วนจังหวัด", "อบจ.", 1);
    format!(
        "---\n\
         # ข้อมูลหน่วยงาน บรรทัดที่ขึ้นต้นด้วย # คือคำอธิบาย เว็บไม่แสดง\n\
         kind: agency\n\
         name: {}\n\
         short_name: {}\n\
         # sao = อบต., municipality = เทศบาล, pao = อบจ.\n\
         type: {}\n\
         {place}\
         # ช่องทางติดต่อ ลบ # ข้างหน้าแล้วใส่ค่าจริง\n\
         # contact:\n\
         #   address: ที่ทำการ หมู่ที่ ๑\n\
         #   phone: [042-000-000]\n\
         #   email: saraban@example.go.th\n\
         #   website: https://www.example.go.th\n\
         # complaints:\n\
         #   - {{ channel: โทรศัพท์, value: 042-000-000 }}\n\
         # officials:\n\
         #   - {{ name: นายสมชาย ใจดี, position: {} }}\n\
         ---\n\
         {} เผยแพร่แผนป้องกันการทุจริตและผลที่ทำได้จริงไว้ที่นี่\n",
        quoted(&agency.name),
        quoted(&short),
        agency.kind.key(),
        head_of(agency.kind),
        agency.name,
    )
}

fn head_of(kind: AgencyType) -> &'static str {
    match kind {
        AgencyType::Sao => "นายกองค์การบริหารส่วนตำบล",
        AgencyType::Municipality => "นายกเทศมนตรี",
        AgencyType::Pao => "นายกองค์การบริหารส่วนจังหวัด",
        AgencyType::Other => "ผู้บริหาร",
    }
}

fn plan_file(agency: &NewAgency) -> String {
    let year = agency.year.be();
    format!(
        "---\n\
         # แผนของปีเดียวเขียน {year} แผนหลายปีเขียน {year}-{}\n\
         kind: plan\n\
         title: แผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. {}\n\
         fiscal_years: {year}\n\
         ---\n\
         แผนนี้บอกว่าในปีงบประมาณ {} หน่วยงานจะป้องกันการทุจริตด้วยเรื่องใดบ้าง\n\n\
         ## รายการในแผน\n\n\
         <!-- แต่ละแถวคือหนึ่งเรื่อง รหัส = เลขมิติ-ลำดับ เมื่อเผยแพร่แล้วอย่าเปลี่ยนรหัส\n\
         ใส่ - เมื่อไม่ระบุ ใส่ ไม่ใช้งบประมาณ เมื่อไม่ใช้เงิน -->\n\n\
         | รหัส | โครงการ/กิจกรรม/มาตรการ | มิติ | แผนฯ | ผู้รับผิดชอบ |\n\
         |---|---|---|---:|---|\n\
         | 1-01 | โครงการอบรมคุณธรรมจริยธรรม (ตัวอย่าง) | ๑ | - | สำนักปลัด |\n\
         | 2-01 | มาตรการเปิดเผยข้อมูลการจัดซื้อจัดจ้าง (ตัวอย่าง) | ๒ | ไม่ใช้งบประมาณ | กองคลัง |\n",
        year + 4,
        to_thai(&year.to_string()),
        to_thai(&year.to_string()),
    )
}

fn report_file(agency: &NewAgency) -> String {
    let year = agency.year.be();
    let thai_year = to_thai(&year.to_string()).into_owned();
    format!(
        "---\n\
         # รอบ 6 เดือน = ต.ค. ถึง มี.ค. รอบ 12 เดือน: คัดลอกไฟล์นี้เป็น report-12m.md แล้วแก้ round: 12\n\
         kind: report\n\
         title: รายงานผลตามแผนปฏิบัติการป้องกันการทุจริต ปีงบประมาณ พ.ศ. {thai_year} รอบ ๖ เดือน\n\
         fiscal_year: {year}\n\
         round: 6\n\
         as_of: 31 มีนาคม {year}\n\
         ---\n\
         ความคืบหน้าหกเดือนแรกของปีงบประมาณ {thai_year}\n\n\
         ## ผลการดำเนินงาน\n\n\
         <!-- รหัสตรงกับในแผน สถานะ: ดำเนินการแล้วเสร็จ อยู่ระหว่างดำเนินการ ไม่ได้ดำเนินการ รอรายงาน -->\n\n\
         | รหัส | โครงการ/กิจกรรม/มาตรการ | มิติ | แผนฯ | เบิกจ่าย | สถานะ | ผู้รับผิดชอบ |\n\
         |---|---|---|---:|---:|---|---|\n\
         | 1-01 | โครงการอบรมคุณธรรมจริยธรรม (ตัวอย่าง) | ๑ | - | - | รอรายงาน | สำนักปลัด |\n\
         | 2-01 | มาตรการเปิดเผยข้อมูลการจัดซื้อจัดจ้าง (ตัวอย่าง) | ๒ | ไม่ใช้งบประมาณ | - | รอรายงาน | กองคลัง |\n"
    )
}

fn readme(agency: &NewAgency, base: &str) -> String {
    let year = agency.year.be();
    format!(
        "เว็บโปร่งใสของ {}\n\
         ================================================\n\n\
         1. ดูเว็บในเครื่อง\n\
         \x20  เปิดหน้าต่างคำสั่งในโฟลเดอร์นี้ แล้วสั่ง   prongsai serve --open\n\
         \x20  เว็บจะเปิดในเบราว์เซอร์ และเปลี่ยนตามทุกครั้งที่บันทึกไฟล์\n\n\
         2. แก้ไฟล์ (ใช้ Notepad หรือโปรแกรมใดก็ได้ บันทึกแบบ UTF-8)\n\
         \x20  {base}/agency.md            ชื่อ ที่อยู่ ช่องทางติดต่อ ผู้บริหาร\n\
         \x20  {base}/{year}/plan.md        แผนของปี แก้สองแถวตัวอย่างเป็นรายการจริง\n\
         \x20  {base}/{year}/report-6m.md   ผลหกเดือน\n\
         \x20  ตารางทำใน Excel ก็ได้: บันทึกเป็น report-6m.csv (CSV UTF-8) หรือ report-6m.xlsx\n\
         \x20  ไว้ข้าง report-6m.md แล้วลบตารางใน report-6m.md ออก\n\n\
         3. เพิ่มเอกสาร\n\
         \x20  prongsai new announcement \"ชื่อประกาศ\"     ได้ไฟล์ใน {base}/announcements/\n\
         \x20  prongsai new report --year {year} --round 12   (และ plan, measures, agency)\n\
         \x20  ไฟล์ PDF และรูป   {base}/files/\n\n\
         4. ตรวจก่อนเผยแพร่\n\
         \x20  prongsai check               บอกทุกข้อที่ผิดหรือไม่ตรงกัน พร้อมบรรทัด\n\
         \x20  prongsai explain M004        บอกว่าข้อนั้นหมายถึงอะไร\n\n\
         5. สร้างเว็บ\n\
         \x20  prongsai build               ได้เว็บในโฟลเดอร์ output/ นำขึ้นโฮสต์ได้ทันที\n\
         \x20  prongsai build --portable    เปิดจาก USB ได้โดยไม่ต้องมีเซิร์ฟเวอร์\n",
        agency.name
    )
}
